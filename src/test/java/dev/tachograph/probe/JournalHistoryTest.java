package dev.tachograph.probe;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.JournalFiles;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.probe.JournalHistory.Progress;
import dev.tachograph.probe.Journals.Read;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalHistoryTest {
    private static final Instant EVER = Instant.EPOCH;

    @TempDir
    Path folder;

    private void write(String name, byte[] entries) throws IOException, InterruptedException {
        JournalFiles.write(folder.resolve(name), entries);
    }

    private static List<String> downwards(int from, int to) {
        return IntStream.iterate(from, number -> number >= to, number -> number - 1)
                .mapToObj(number -> "number " + number)
                .toList();
    }

    private static Instant at(int number) {
        return Instant.ofEpochSecond(JournalFiles.FIRST_MICROS / 1_000_000 + number);
    }

    @Test
    void historyIsReadNewestFirstDownToTheLimit() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 2_000));
        Read read = Journals.history(Journals.in(folder), null, at(1_900), Integer.MAX_VALUE);

        assertThat(read.messages()).isEqualTo(downwards(1_999, 1_900));
        assertThat(read.gaps()).isEmpty();
        assertThat(read.position()).endsWith(" state=done");
    }

    @Test
    void aClockThatWasWrongForAMomentDoesNotEndHistory() throws Exception {
        var text = new JournalFiles.Text();
        for (int number = 0; number < 30; number++) {
            long micros = number == 15 ? 1_000_000 : JournalFiles.FIRST_MICROS + number * 1_000_000L;
            text.entry(micros, 1_000_000L + number, "11111111111111111111111111111111")
                    .field("MESSAGE", "number " + number);
        }
        write("a.journal", text.bytes());
        List<String> expected = new ArrayList<>(downwards(29, 0));
        expected.remove("number 15");

        assertThat(Journals.history(Journals.in(folder), null, at(0), Integer.MAX_VALUE)
                        .messages())
                .isEqualTo(expected);
    }

    @Test
    void historyAndLiveLinesTogetherAreEverythingOnce() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 20));
        JournalSource source = Journals.in(folder);
        List<String> messages = new ArrayList<>();
        try (JournalReader live = source.live(null, null);
                JournalHistory history = source.history(live, null, EVER, () -> true)) {
            live.read(100, Duration.ZERO);
            write("a.journal", JournalFiles.numbered(20, 30));
            messages.addAll(Journals.read(history, 7, 100).messages());
            messages.addAll(Journals.read(live, 100, 100).messages());
            messages.addAll(Journals.read(history, 100, 100).messages());
        }

        assertThat(messages).containsExactlyInAnyOrderElementsOf(downwards(29, 0));
    }

    @Test
    void aHistoryThatIsStoppedAnywhereDoublesAndLosesNothing() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 60));
        var text = new JournalFiles.Text();
        for (int number = 0; number < 60; number++) { // each at the time of another one
            text.entry(JournalFiles.FIRST_MICROS + number * 1_000_000L, 5 + number, "11111111111111111111111111111111")
                    .field("MESSAGE", "other " + number);
        }
        write("b.journal", text.bytes());
        JournalSource source = Journals.in(folder);
        List<LogLine> all = Journals.history(source, null, EVER, 1000).lines();
        assertThat(all).hasSize(120);

        long seed = Long.getLong("tachograph.seed", System.nanoTime());
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            List<LogLine> lines = new ArrayList<>();
            String position = null;
            while (position == null || !position.endsWith("done")) {
                Read read = Journals.history(source, position, EVER, 1 + random.nextInt(40));
                assertThat(read.gaps()).as("seed %d", seed).isEmpty();
                lines.addAll(read.lines());
                position = requireNonNull(read.position());
            }
            assertThat(lines.equals(all)).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void linesThatWereRemovedBeforeTheyWereReadAreAGap() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 100));
        JournalSource source = Journals.in(folder);
        String begun;
        try (JournalReader live = source.live(null, null);
                JournalHistory history = source.history(live, null, at(0), () -> true)) {
            begun = history.read(0, Duration.ZERO).positions().getFirst().position();
        }
        Files.delete(folder.resolve("a.journal"));
        write("b.journal", JournalFiles.numbered(200, 300));

        Read read = Journals.history(Journals.in(folder), begun, at(0), Integer.MAX_VALUE);

        assertThat(read.messages()).isEmpty();
        assertThat(read.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.VANISHED);
            assertThat(gap.from()).isEqualTo(at(0));
            assertThat(gap.to()).isEqualTo(at(99));
        });
    }

    @Test
    void whatIsDoneIsNotReadAgain() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 5));
        JournalSource source = Journals.in(folder);
        String done = Journals.history(source, null, EVER, 100).position();
        try (JournalReader live = source.live(null, null);
                JournalHistory history = source.history(live, done, EVER, () -> true)) {
            assertThat(history.isAtEnd()).isTrue();
            assertThat(history.read(100, Duration.ZERO)).isSameAs(LogBatch.NOTHING);
        }
    }

    @Test
    void historyEndsWhenThereIsNoRoomForMoreAndStaysSo() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 20));
        JournalSource source = Journals.in(folder);
        var room = new AtomicInteger(2);
        try (JournalReader live = source.live(null, null);
                JournalHistory history = source.history(live, null, EVER, () -> room.getAndDecrement() > 0)) {
            Read read = Journals.read(history, 100, 5);
            assertThat(read.messages()).isEqualTo(downwards(19, 10));
            assertThat(read.position()).endsWith(" state=no_room");
            assertThat(history.isAtEnd()).isTrue();
            try (JournalHistory again = source.history(live, read.position(), EVER, () -> true)) {
                assertThat(again.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void progressIsTold() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 20));
        JournalSource source = Journals.in(folder);
        try (JournalReader live = source.live(null, null);
                JournalHistory history = source.history(live, null, at(5), () -> true)) {
            assertThat(history.progress()).isEqualTo(new Progress(at(19), at(19), at(5), false));
            history.read(5, Duration.ZERO);
            assertThat(history.progress()).isEqualTo(new Progress(at(19), at(15), at(5), false));
            Journals.read(history, 100, 100);
            assertThat(history.progress().isDone()).isTrue();
        }
    }

    @Test
    void anEmptyJournalHasNoHistory() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 1));
        JournalSource source = Journals.in(folder);
        Files.delete(folder.resolve("a.journal"));
        Read read = Journals.history(source, null, EVER, 100);

        assertThat(read.lines()).isEmpty();
    }

    @Test
    void eitherPositionAloneTellsWhereHistoryBegan() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 10));
        JournalSource source = Journals.in(folder);
        String live = requireNonNull(Journals.live(source, null).position());
        String history = requireNonNull(Journals.history(source, null, EVER, 4).position());
        write("a.journal", JournalFiles.numbered(10, 20));

        try (JournalReader reader = source.live(live, null);
                JournalHistory older = source.history(reader, null, EVER, () -> true)) {
            assertThat(Journals.read(reader, 100, 100).messages()).hasSize(10);
            assertThat(Journals.read(older, 100, 100).messages()).isEqualTo(downwards(9, 0));
        }
        try (JournalReader reader = source.live(null, history);
                JournalHistory older = source.history(reader, history, EVER, () -> true)) {
            assertThat(Journals.read(reader, 100, 100).messages()).hasSize(10);
            assertThat(Journals.read(older, 100, 100).messages()).isEqualTo(downwards(5, 0));
        }
    }

    @Test
    void aDamagedFileIsAGapInHistory() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 20));
        write("b.journal", JournalFiles.numbered(20, 40));
        try (var bytes = new RandomAccessFile(folder.resolve("a.journal").toFile(), "rw")) {
            bytes.setLength(5_000);
        }
        Read read = Journals.history(Journals.in(folder), null, EVER, 100);

        assertThat(read.messages()).isEqualTo(downwards(39, 20));
        assertThat(read.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.CUT_SHORT);
            assertThat(gap.count()).isEqualTo(20);
            assertThat(gap.to()).isEqualTo(at(19));
        });
    }

    @Test
    void aStoredPositionThatIsNoneReadsNothingTwice() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 5));
        for (String text :
                List.of("", "nonsense", "begin= low= limit=x state=running", "begin=x low= limit=x state=y")) {
            Read read = Journals.history(Journals.in(folder), text, EVER, 100);
            assertThat(read.lines()).isEmpty();
        }
    }
}
