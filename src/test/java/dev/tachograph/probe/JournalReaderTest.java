package dev.tachograph.probe;

import static dev.tachograph.probe.Journals.FROM_THE_BEGIN;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.linux.Journal;
import dev.tachograph.linux.JournalFiles;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JournalReaderTest {
    private static final String OTHER_BOOT = "11111111111111111111111111111111";

    @TempDir
    Path folder;

    private void write(String name, byte[] entries) throws IOException, InterruptedException {
        JournalFiles.write(folder.resolve(name), entries);
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(number -> "number " + number).toList();
    }

    private static String position(Read read) {
        return requireNonNull(read.position());
    }

    @Test
    void aFirstStartBeginsBehindTheNewestEntry() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 5));
        Read first = Journals.live(Journals.in(folder), null);
        assertThat(first.lines()).isEmpty();
        assertThat(first.gaps()).isEmpty();

        write("a.journal", JournalFiles.numbered(5, 8));
        Read second = Journals.live(Journals.in(folder), position(first));

        assertThat(second.messages()).isEqualTo(numbers(5, 8));
        assertThat(second.gaps()).isEmpty();
    }

    @Test
    void whereThereWasNothingAtFirstEverythingIsNew() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 1));
        JournalSource source = Journals.in(folder);
        Files.delete(folder.resolve("a.journal"));
        Read first = Journals.live(source, null);
        write("a.journal", JournalFiles.numbered(0, 3));

        assertThat(Journals.live(source, position(first)).messages()).isEqualTo(numbers(0, 3));
    }

    @Test
    void aReaderThatIsStoppedAnywhereDoublesAndLosesNothing() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 70));
        write("b.journal", JournalFiles.numbered(70, 100));
        write("c.journal", ofAnotherHost(100)); // in between
        JournalSource source = Journals.in(folder);
        List<LogLine> all = Journals.live(source, FROM_THE_BEGIN).lines();
        assertThat(all).hasSize(200);

        long seed = Long.getLong("tachograph.seed", System.nanoTime());
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < 20; round++) {
            List<LogLine> lines = new ArrayList<>();
            String position = FROM_THE_BEGIN;
            while (lines.size() < all.size()) {
                Read read = Journals.live(source, position, 1 + random.nextInt(60));
                assertThat(read.lines()).as("seed %d", seed).isNotEmpty();
                assertThat(read.gaps()).as("seed %d", seed).isEmpty();
                lines.addAll(read.lines());
                position = position(read);
            }
            assertThat(lines.equals(all)).as("seed %d", seed).isTrue();
            assertThat(Journals.live(source, position).lines()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.tachograph.linux.JournalTest#ways")
    void bothWaysReadTheSameLinesForwardAndBack(Journal.Way way) throws Exception {
        write("a.journal", JournalFiles.sample());
        write("b.journal", ofAnotherHost(100));
        JournalSource source = Journals.in(folder, way);
        List<LogLine> all = Journals.live(Journals.in(folder), FROM_THE_BEGIN).lines();
        Read begin = Journals.live(source, FROM_THE_BEGIN, 30);
        Read rest = Journals.live(source, begin.position());
        List<LogLine> forward = new ArrayList<>(begin.lines());
        forward.addAll(rest.lines());
        assertThat(forward.equals(all)).isTrue();

        Read newest = Journals.history(source, null, Instant.EPOCH, 30);
        Read older = Journals.history(source, newest.position(), Instant.EPOCH, 1000);
        List<LogLine> back = new ArrayList<>(newest.lines());
        back.addAll(older.lines());
        assertThat(back.reversed().equals(all)).isTrue();
        assertThat(Journals.live(source, rest.position()).lines()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.tachograph.linux.JournalTest#ways")
    void bothWaysTellWhatIsMissing(Journal.Way way) throws Exception {
        write("a.journal", JournalFiles.numbered(0, 10));
        write("b.journal", JournalFiles.numbered(20, 30));
        JournalSource source = Journals.in(folder, way);
        Read before = Journals.live(source, FROM_THE_BEGIN, 5);
        Read all = Journals.live(source, position(before));
        Files.delete(folder.resolve("a.journal"));
        Read vanished = Journals.live(source, position(before));
        Files.delete(folder.resolve("b.journal"));
        write("c.journal", earlier(7));
        Read ahead = Journals.live(source, position(all));

        assertThat(vanished.messages()).isEqualTo(numbers(20, 30));
        assertThat(vanished.gaps()).extracting(Gap::cause).containsExactly(Gap.Cause.VANISHED);
        assertThat(ahead.lines()).hasSize(7);
        assertThat(ahead.gaps()).extracting(Gap::cause).containsExactly(Gap.Cause.POSITION_AHEAD);
    }

    private static byte[] ofAnotherHost(int count) {
        var text = new JournalFiles.Text();
        for (int number = 0; number < count; number++) {
            text.entry(JournalFiles.FIRST_MICROS + 20_000_000L + number * 700_000L, 1000 + number, OTHER_BOOT)
                    .field("MESSAGE", "other " + number);
        }
        return text.bytes();
    }

    @Test
    void whatWasNotHandedOutIsReadAgainAfterAFailure() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 10));
        var failing = new FailingJournals(4);
        try (JournalReader reader = Journals.in(folder, failing).live(FROM_THE_BEGIN, null)) {
            List<String> messages = new ArrayList<>();
            for (int call = 0; call < 100 && messages.size() < 10; call++) {
                try {
                    reader.read(2, Duration.ZERO).lines().forEach(line -> messages.add(line.message()));
                } catch (IOException _) {
                    // and again
                }
            }
            assertThat(messages).isEqualTo(numbers(0, 10));
            assertThat(failing.failures()).isPositive();
        }
    }

    @Test
    void linesAreThereSoonAfterTheyAreWritten() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 1));
        try (JournalReader reader = Journals.in(folder).live(null, null)) {
            reader.read(10, Duration.ZERO);
            assertThat(reader.read(10, Duration.ofMillis(1))).isSameAs(LogBatch.NOTHING);
            write("b.journal", JournalFiles.numbered(1, 2));

            LogBatch batch = reader.read(10, Duration.ofSeconds(10));
            assertThat(batch.lines().getFirst().message()).isEqualTo("number 1");
        }
    }

    @Test
    void theJournalIsReopenedDuringALongCatchUp() throws Exception {
        int many = JournalReader.ENTRIES_UNTIL_REOPENED + 10;
        write("a.journal", JournalFiles.numbered(0, many));
        var counting = new FailingJournals(Integer.MAX_VALUE);
        Read read = Journals.live(Journals.in(folder, counting), FROM_THE_BEGIN);

        assertThat(read.messages()).isEqualTo(numbers(0, many));
        assertThat(read.gaps()).isEmpty();
        assertThat(counting.opened()).isEqualTo(2);
    }

    @Test
    void aPositionWhoseFileWasRemovedIsAGap() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 10));
        write("b.journal", JournalFiles.numbered(20, 30));
        JournalSource source = Journals.in(folder);
        Read before = Journals.live(source, FROM_THE_BEGIN, 5);
        Files.delete(folder.resolve("a.journal"));
        Read after = Journals.live(source, position(before));

        assertThat(after.messages()).isEqualTo(numbers(20, 30));
        assertThat(after.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.VANISHED);
            assertThat(gap.from()).isEqualTo(before.lines().getLast().timestamp());
            assertThat(gap.to()).isEqualTo(after.lines().getFirst().timestamp());
        });
        assertThat(Journals.live(source, position(after)).gaps()).isEmpty();
    }

    @Test
    void aPositionThatWasMadeOfAStoredLineIsGoneOnFrom() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 10));
        JournalSource source = Journals.in(folder);
        LogLine line = Journals.live(source, FROM_THE_BEGIN, 5).lines().getLast();
        String position = JournalSource.positionBehind(
                requireNonNull(line.origin().sequenceId()),
                line.sequence(),
                requireNonNull(line.origin().bootId()),
                requireNonNull(line.monotonicMicros()),
                line.timestamp());
        Read after = Journals.live(source, position);

        assertThat(after.messages()).isEqualTo(numbers(5, 10));
        assertThat(after.gaps()).isEmpty();
    }

    @Test
    void aJournalThatWasMadeAnewInThePastIsReadFromItsBegin() throws Exception {
        write("a.journal", JournalFiles.numbered(100, 110));
        JournalSource source = Journals.in(folder);
        Read before = Journals.live(source, FROM_THE_BEGIN);
        Files.delete(folder.resolve("a.journal"));
        write("b.journal", earlier(7));
        Read after = Journals.live(source, position(before));

        assertThat(after.lines()).hasSize(7);
        assertThat(after.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.POSITION_AHEAD);
            assertThat(gap.detail()).contains("7 lines");
        });
        Read again = Journals.live(source, position(after));
        assertThat(again.lines()).isEmpty();
        assertThat(again.gaps()).isEmpty();
    }

    @Test
    void afterAClockThatWasSetBackOnlyWhatIsNewIsRead() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 10));
        write("ahead.journal", JournalFiles.numbered(1000, 1001));
        JournalSource source = Journals.in(folder);
        Read before = Journals.live(source, FROM_THE_BEGIN);
        assertThat(before.lines()).hasSize(11);
        Files.delete(folder.resolve("ahead.journal"));
        write("b.journal", JournalFiles.numbered(20, 25));
        Read after = Journals.live(source, position(before));

        assertThat(after.messages()).isEqualTo(numbers(20, 25));
        assertThat(after.gaps()).extracting(Gap::cause).containsExactly(Gap.Cause.POSITION_AHEAD);
    }

    private static byte[] earlier(int count) {
        var text = new JournalFiles.Text();
        for (int number = 0; number < count; number++) {
            text.entry(JournalFiles.FIRST_MICROS - 1_000_000_000L + number, 1000 + number, OTHER_BOOT)
                    .field("MESSAGE", "earlier " + number);
        }
        return text.bytes();
    }

    @Test
    void aJournalThatIsEmptyForAWhileIsWaitedFor() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 10));
        JournalSource source = Journals.in(folder);
        Read before = Journals.live(source, FROM_THE_BEGIN, 5);
        Path hidden = folder.resolve("a.hidden");
        Files.move(folder.resolve("a.journal"), hidden);
        try (JournalReader reader = source.live(position(before), null)) {
            assertThat(Journals.read(reader, 10, 10).lines()).isEmpty();
            Files.move(hidden, folder.resolve("a.journal"));

            Read after = Journals.read(reader, 10, 10);
            assertThat(after.messages()).isEqualTo(numbers(5, 10));
            assertThat(after.gaps()).isEmpty();
        }
    }

    @Test
    void aStoredPositionThatIsNoneIsAGapAndReadingGoesOnAtTheEnd() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 10));
        JournalSource source = Journals.in(folder);
        for (String text : List.of("", "nonsense", "cursor=x begin= seen=y", "cursor=s=1;i=2 begin=")) {
            Read first = Journals.live(source, text);
            assertThat(first.lines()).as(text).isEmpty();
            assertThat(first.gaps()).as(text).extracting(Gap::cause).containsExactly(Gap.Cause.VANISHED);
            assertThat(Journals.live(source, position(first)).gaps()).isEmpty();
        }
    }

    @Test
    void whatJournaldSuppressedIsAGap() throws Exception {
        var text = new JournalFiles.Text();
        for (String transport : List.of("driver", "journal")) { // anybody can write the second
            text.entry(JournalFiles.FIRST_MICROS)
                    .field("MESSAGE_ID", "a596d6fe7bfa4994828e72309e95d61e")
                    .field("_TRANSPORT", transport)
                    .field("N_DROPPED", "62500")
                    .field("MESSAGE", "Suppressed 62500 messages from jprobe.service");
        }
        write("a.journal", text.bytes());
        Read read = Journals.live(Journals.in(folder), FROM_THE_BEGIN);

        assertThat(read.lines()).hasSize(2);
        assertThat(read.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.SUPPRESSED);
            assertThat(gap.count()).isEqualTo(62_500);
            assertThat(gap.detail()).isEqualTo("Suppressed 62500 messages from jprobe.service");
        });
    }

    @Test
    void aValueThatIsLargerThanMemoryAllowsIsCutAndTold() throws Exception {
        write(
                "a.journal",
                new JournalFiles.Text()
                        .entry(JournalFiles.FIRST_MICROS)
                        .field("MESSAGE", "x".repeat(4_000_000))
                        .field("A", "y".repeat(4_000_000))
                        .field("B", "z".repeat(3000))
                        .bytes());
        Read read = Journals.live(Journals.in(folder), FROM_THE_BEGIN);
        LogLine line = read.lines().getFirst();

        assertThat(line.message()).hasSize(LogLine.MOST_INLINE_BYTES);
        assertThat(line.fields().get("B")).containsExactly("z".repeat(3000));
        assertThat(line.largeValues()).hasSize(2);
        assertThat(line.largeValues().stream()
                        .mapToLong(value -> value.bytes().length)
                        .sum())
                .isBetween(4_000_000L, 4_300_000L);
        assertThat(read.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.CUT_SHORT);
            assertThat(gap.detail()).contains("4000002 bytes");
        });
    }

    @Test
    void aFileWithBytesThatWereChangedEndsInAGap() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 5_000));
        damage(folder.resolve("a.journal"));
        var clock = new AtomicLong();
        try (JournalReader reader = JournalReader.open(Journals.in(folder), FROM_THE_BEGIN, null, clock::get)) {
            Read read = Journals.read(reader, 100_000, 1000);
            long missing = 5_000L - read.lines().size();
            assertThat(missing).isPositive();
            assertThat(read.lines()).isNotEmpty();

            List<Gap> gaps = new ArrayList<>(read.gaps());
            for (int check = 0; check < 2; check++) {
                clock.addAndGet(JournalContinuity.UNTIL_END_IS_CHECKED.toNanos());
                gaps.addAll(Journals.read(reader, 100_000, 1000).gaps());
            }
            assertThat(gaps).extracting(Gap::cause).containsOnly(Gap.Cause.CUT_SHORT);
            assertThat(gaps.stream()
                            .filter(gap -> gap.count() != null)
                            .mapToLong(Gap::count)
                            .sum())
                    .isBetween(missing - 10, missing + 10); // a number itself may have been changed
        }
    }

    private static void damage(Path file) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            long length = bytes.length();
            RandomGenerator random = new SplittableRandom(4);
            for (int change = 0; change < 400; change++) {
                bytes.seek(length / 4 + random.nextLong(length / 2));
                bytes.write(random.nextInt());
            }
        }
    }

    @Test
    void aFileThatWasCutOffEndsInAGapThatIsToldOnce() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 20));
        Read before = Journals.live(Journals.in(folder), FROM_THE_BEGIN, 5);
        try (var bytes = new RandomAccessFile(folder.resolve("a.journal").toFile(), "rw")) {
            bytes.setLength(5_000);
        }
        write("garbage.journal", JournalFiles.numbered(0, 1));
        Files.writeString(folder.resolve("garbage.journal"), "garbage".repeat(10_000));
        write("c.journal", JournalFiles.numbered(30, 31));
        Read after = Journals.live(Journals.in(folder), position(before));

        assertThat(after.messages()).isEqualTo(numbers(30, 31));
        assertThat(after.gaps()).hasSize(1);
        assertThat(Journals.live(Journals.in(folder), position(after)).gaps()).isEmpty();
    }

    @Test
    void whoStoppedAtTheEndHasNoGap() throws Exception {
        write("a.journal", JournalFiles.numbered(0, 20));
        var clock = new AtomicLong();
        try (JournalReader reader = JournalReader.open(Journals.in(folder), FROM_THE_BEGIN, null, clock::get)) {
            assertThat(Journals.read(reader, 100, 100).lines()).hasSize(20);
            for (int check = 0; check < 5; check++) {
                clock.addAndGet(Duration.ofMinutes(2).toNanos());
                assertThat(reader.read(10, Duration.ZERO)).isSameAs(LogBatch.NOTHING);
            }
        }
    }

    @Test
    void theTimeOfALineIsThatOfTheJournal() throws Exception {
        write("a.journal", JournalFiles.numbered(3, 4));

        assertThat(Journals.live(Journals.in(folder), FROM_THE_BEGIN)
                        .lines()
                        .getFirst()
                        .timestamp())
                .isEqualTo(Instant.ofEpochSecond(JournalFiles.FIRST_MICROS / 1_000_000 + 3));
    }
}
