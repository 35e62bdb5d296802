package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads a log as a recorder does: batches are stored whole, together with their positions, or not at all. */
final class StoredLog implements AutoCloseable {
    static final SyslogFormat FORMAT =
            new SyslogFormat(ZoneOffset.UTC, UnaryOperator.identity(), InstantSource.system());

    final List<LogLine> lines = new ArrayList<>();
    final List<Gap> gaps = new ArrayList<>();
    final Map<String, String> positions = new HashMap<>();
    private final Path log;
    private final Duration quiet;
    private @Nullable LogReader live;

    StoredLog(Path log, Duration quiet) {
        this.log = log;
        this.quiet = quiet;
    }

    /** A log that is read from its begin, where nothing is yet. */
    static StoredLog of(Path log) throws IOException, InterruptedException {
        var stored = new StoredLog(log, Duration.ZERO);
        stored.read(1);
        return stored;
    }

    /** Where a log ends now. */
    static SyslogFileReader.Position end(Path log, SyslogFormat format) throws IOException {
        return new SyslogFileReader.Position(SyslogTrail.endOf(log, format), null);
    }

    LogReader live() throws IOException {
        LogReader open = live;
        if (open == null) {
            String position = positions.get(SyslogFileReader.name(log));
            SyslogFileReader.Position from =
                    position == null ? end(log, FORMAT) : SyslogFileReader.Position.parse(position);
            open = new SyslogFileReader(log, from, FORMAT, position == null, quiet);
            live = open;
        }
        return open;
    }

    /** Reads once, and stores it. */
    LogBatch read(int mostLines) throws IOException, InterruptedException {
        LogBatch batch = live().read(mostLines, Duration.ZERO);
        store(batch);
        return batch;
    }

    /** Reads what there is. */
    void readAll() throws IOException, InterruptedException {
        while (!read(100).isEmpty()) {
            // there may be more
        }
    }

    /** Reads once and is killed before it is stored. */
    void readInVain(int mostLines) throws IOException, InterruptedException {
        LogBatch _ = live().read(mostLines, Duration.ZERO);
        close();
    }

    /** Reads all that was there before. */
    void readHistory(@Nullable Instant from) throws IOException, InterruptedException {
        SyslogFiles.Readers readers = SyslogFiles.open(log, positions, from, FORMAT);
        try (LogReader follower = readers.live();
                LogReader history = readers.history()) {
            store(follower.read(100, Duration.ZERO));
            while (history != null && !history.isAtEnd()) {
                store(history.read(100, Duration.ZERO));
            }
        }
    }

    void store(LogBatch batch) {
        lines.addAll(batch.lines());
        gaps.addAll(batch.gaps());
        batch.positions().forEach(position -> positions.put(position.reader(), position.position()));
    }

    List<String> messages() {
        return lines.stream().map(line -> String.valueOf(line.message())).toList();
    }

    @Override
    public void close() {
        if (live != null) {
            live.close();
            live = null;
        }
    }
}
