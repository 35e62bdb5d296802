package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Journal;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a test does with the readers of a journal. */
final class Journals {
    /** Before everything. */
    static final String FROM_THE_BEGIN = JournalPosition.EMPTY.text();

    /** What a reader gave until it had no more, and the position that it would have stored. */
    record Read(
            List<LogLine> lines, List<Gap> gaps, @Nullable String position) {
        List<String> messages() {
            return lines.stream().map(LogLine::message).toList();
        }
    }

    private Journals() {}

    static JournalSource in(Path folder) {
        return in(folder, Journal::open);
    }

    static JournalSource in(Path folder, Journal.Way way) {
        JournalPlace place = JournalPlace.ofFolder(folder);
        assertThat(place).isInstanceOf(JournalPlace.Accessible.class);
        return new JournalSource((JournalPlace.Accessible) place, way, null);
    }

    /** Reads until there is nothing, or as many lines as are wanted. */
    static Read read(LogReader reader, int most, int atOnce) throws IOException, InterruptedException {
        List<LogLine> lines = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        String position = null;
        while (lines.size() < most) {
            LogBatch batch = reader.read(Math.min(atOnce, most - lines.size()), Duration.ZERO);
            if (batch.isEmpty()) {
                break;
            }
            assertThat(batch.positions()).hasSize(1);
            lines.addAll(batch.lines());
            gaps.addAll(batch.gaps());
            position = batch.positions().getFirst().position();
        }
        return new Read(lines, gaps, position);
    }

    static Read live(JournalSource source, @Nullable String position) throws IOException, InterruptedException {
        return live(source, position, Integer.MAX_VALUE);
    }

    static Read live(JournalSource source, @Nullable String position, int most)
            throws IOException, InterruptedException {
        try (JournalReader reader = source.live(position, null)) {
            return read(reader, most, 1000);
        }
    }

    static Read history(JournalSource source, @Nullable String position, Instant oldest, int most)
            throws IOException, InterruptedException {
        try (JournalReader live = source.live(null, null);
                JournalHistory history = source.history(live, position, oldest, () -> true)) {
            return read(history, most, 1000);
        }
    }
}
