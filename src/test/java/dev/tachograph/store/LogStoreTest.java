package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogPosition;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Log lines are there once and whole, with how far their reader is, wherever they lie. */
@Timeout(120)
class LogStoreTest {
    private static final Instant BEGIN = Recording.BEGIN;

    @TempDir
    private Path folder;

    private Path data;
    private Recording recording;
    private final RandomLog log = new RandomLog(1);
    private final List<LogLine> stored = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        data = folder.resolve("data");
        recording = new Recording(data);
    }

    @AfterEach
    void end() {
        recording.close();
    }

    private void store(Instant from, int count, String position) throws SQLException {
        List<LogLine> lines = log.lines(from, count);
        recording.store().commit(new LogBatch(lines, List.of(new LogPosition("journal", position)), List.of()));
        stored.addAll(lines);
    }

    private SegmentKeeper keeper() {
        return new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
    }

    private SortedMap<Long, LogLine> recorded() throws SQLException {
        try (Connection connection = recording.store().connect()) {
            return RecordedLines.read(connection);
        }
    }

    private long number(String query) throws SQLException {
        try (Connection connection = recording.store().connect()) {
            return Sql.number(connection, query);
        }
    }

    private void assertThatAllIsThere() throws SQLException {
        SortedMap<Long, LogLine> recorded = recorded();
        assertThat(recorded.keySet()).containsExactlyElementsOf(numbers(stored.size()));
        int i = 0;
        for (LogLine line : recorded.values()) {
            assertThat(line).isEqualTo(stored.get(i++));
        }
    }

    private static List<Long> numbers(int count) {
        return LongStream.rangeClosed(1, count).boxed().toList();
    }

    @Test
    void linesAreStoredWholeAndNumbered() throws Exception {
        store(BEGIN, 500, "a");
        store(BEGIN.plusSeconds(500), 1, "b");
        assertThatAllIsThere();
        assertThat(recording.store().logPositions()).containsExactly(new LogPosition("journal", "b"));
    }

    @Test
    void anOriginIsStoredOnceHoweverManyLinesItHas() throws Exception {
        store(BEGIN, 500, "a");
        store(BEGIN, 500, "b");
        assertThat(number("SELECT count(*) FROM hot.log_origins")).isLessThanOrEqualTo(20);
    }

    @Test
    void sealedLinesAreTheSameLines() throws Exception {
        store(BEGIN, 500, "a");
        assertThat(keeper().sealFullLogs()).isFalse();
        assertThat(keeper().sealLogs()).isTrue();
        assertThat(number("SELECT count(*) FROM hot.log_lines")).isZero();
        store(BEGIN.plusSeconds(100), 500, "b");
        assertThat(keeper().sealLogs()).isTrue();
        assertThat(keeper().sealLogs()).isFalse();
        store(BEGIN.plusSeconds(700), 5, "c");
        assertThatAllIsThere();
        assertThat(recording.store().logPositions()).containsExactly(new LogPosition("journal", "c"));
    }

    @Test
    void theSegmentsOfADayThatIsOverBecomeOne() throws Exception {
        recording.host.pass(Duration.ofDays(2));
        for (int i = 0; i < 4; i++) {
            store(BEGIN.plus(Duration.ofHours(i)), 100, "p" + i);
            keeper().sealLogs();
        }
        assertThat(keeper().mergeDay()).isFalse();
        store(BEGIN.plus(Duration.ofDays(1)), 100, "q");
        keeper().sealLogs();
        assertThat(keeper().mergeDay()).isTrue();
        assertThat(keeper().mergeDay()).isFalse();
        assertThat(recording.segments(Segment.Type.LOGS)).hasSize(2);
        assertThatAllIsThere();
    }

    @Test
    void moreLinesThanASegmentHoldsBecomeSeveral() throws Exception {
        List<LogLine> lines = log.lines(BEGIN, 22_000);
        for (int i = 0; i < 5; i++) {
            recording.store().commit(new LogBatch(lines, List.of(), List.of()));
        }
        assertThat(keeper().sealFullLogs()).isTrue();
        while (keeper().sealFullLogs()) {
            // on to the next ones
        }
        assertThat(recording.segments(Segment.Type.LOGS))
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(segment -> assertThat(segment.samples()).isLessThanOrEqualTo(LogSealer.MOST_LINES));
        assertThat(number("SELECT count(DISTINCT line) FROM journal_logs")).isEqualTo(110_000);
        assertThat(number("SELECT count(*) FROM journal_logs")).isEqualTo(110_000);
    }

    /** The database has to hold them in memory, of which it has little. */
    @Test
    void valuesOfManyMegabytesAreSealedSoonAndStayReadable() throws Exception {
        byte[] large = new byte[10_000_000];
        new Random(1).nextBytes(large);
        LogLine line = log.lines(BEGIN, 1).getFirst();
        int count = 14;
        for (int i = 0; i < count; i++) {
            while (!recording.store().takesLogLines()) {
                assertThat(keeper().sealFullLogs()).isTrue();
            }
            recording.store().commit(new LogBatch(List.of(withValue(line, large)), List.of(), List.of()));
            recording.store().checkpointIfDue();
            assertThat(recording.store().status().failure()).isNull();
        }
        store(BEGIN.plus(Duration.ofDays(1)), 1, "a");
        while (keeper().sealLogs()) {
            // on to the next ones
        }
        assertThat(keeper().mergeDay()).isFalse();
        assertThat(number("SELECT sum(octet_length(value)) FROM log_values WHERE field = 'MESSAGE'"))
                .isGreaterThanOrEqualTo(count * 10_000_000L);
    }

    private static LogLine withValue(LogLine line, byte[] large) {
        return new LogLine(
                line.origin(),
                line.timestamp(),
                null,
                1,
                3,
                3,
                "its begin",
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of(new LargeValue(LogLine.MESSAGE, large)));
    }

    @Test
    void anotherRunGoesOnWithNumbersAndPositions() throws Exception {
        recording.tick();
        store(BEGIN, 50, "a");
        keeper().sealLogs();
        recording.kill();
        recording.start();
        store(BEGIN, 50, "b");
        recording.stop();
        recording.start();
        store(BEGIN, 50, "c");
        assertThatAllIsThere();
        assertThat(recording.store().logPositions()).containsExactly(new LogPosition("journal", "c"));
    }

    @Test
    void aLostHotFileGetsItsSealedLinesBack() throws Exception {
        recording.tick();
        store(BEGIN, 50, "a");
        keeper().sealLogs();
        recording.kill();
        Files.delete(data.resolve(DataDirectory.HOT_FILE));
        Files.deleteIfExists(data.resolve(DataDirectory.HOT_FILE + ".wal"));
        recording.start();
        store(BEGIN, 50, "b");
        assertThatAllIsThere();
    }

    @Test
    void aSegmentOfLinesThatIsGoneIsAGapOfTheLog() throws Exception {
        recording.tick();
        store(BEGIN, 50, "a");
        keeper().sealLogs();
        Segment lost = recording.segments(Segment.Type.LOGS).getLast();
        recording.kill();
        Durable.remove(data.resolve(lost.folder()));
        recording.start();
        assertThat(recording.gaps())
                .filteredOn(gap -> gap.stream() == Gap.Stream.LOGS)
                .singleElement()
                .satisfies(gap -> {
                    assertThat(gap.cause()).isEqualTo(Gap.Cause.DAMAGED);
                    assertThat(gap.count()).isEqualTo(50);
                    assertThat(gap.from()).isEqualTo(lost.from());
                });
        assertThat(recorded()).isEmpty();
    }

    @Test
    void gapsComeWithTheLines() throws Exception {
        var gap = new Gap(
                Gap.Stream.LOGS, BEGIN, BEGIN.plusSeconds(9), Gap.Cause.SUPPRESSED, 7L, "7 messages of x.service");
        recording.store().commit(new LogBatch(log.lines(BEGIN, 3), List.of(), List.of(gap)));
        assertThat(recording.gaps()).containsExactly(gap);
    }

    @Test
    void whatFailsLeavesNeitherLinesNorPosition() throws Exception {
        store(BEGIN, 10, "a");
        LogLine line = log.lines(BEGIN, 1).getFirst();
        var bad = new LogLine(
                line.origin(),
                Instant.MAX,
                null,
                1,
                null,
                null,
                "from the end of time",
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                List.of());
        assertThatThrownBy(() -> recording
                        .store()
                        .commit(new LogBatch(List.of(line, bad), List.of(new LogPosition("journal", "b")), List.of())))
                .isInstanceOfAny(SQLException.class, RuntimeException.class);
        assertThat(recording.store().logPositions()).containsExactly(new LogPosition("journal", "a"));
        store(BEGIN, 10, "c");
        assertThatAllIsThere();
    }

    @Test
    void linesPastTheirAgeGoAndNewerOnesStay() throws Exception {
        for (int hour = 0; hour < 26; hour++) { // until the clock is believed
            recording.tick();
            recording.host.pass(Duration.ofHours(1));
        }
        recording.tick();
        Instant now = recording.host.wall();
        store(now.minus(Duration.ofDays(9)), 100, "old");
        keeper().sealLogs();
        store(now.minusSeconds(600), 100, "new");
        keeper().sealLogs();
        cleanUp(new Limit(5, 1_000_000_000)).run(() -> false);
        assertThat(recorded()).hasSize(100);
        assertThat(recording.store().logPositions()).containsExactly(new LogPosition("journal", "new"));
    }

    @Test
    void aLineThatSaysItIsOfTheFutureKeepsNothingFromAgeing() throws Exception {
        for (int hour = 0; hour < 26; hour++) { // until the clock is believed
            recording.tick();
            recording.host.pass(Duration.ofHours(1));
        }
        recording.tick();
        store(Instant.parse("2099-01-01T00:00:00Z"), 10, "a");
        keeper().sealLogs();
        for (int day = 0; day < 7; day++) {
            recording.host.pass(Duration.ofDays(1));
            recording.tick();
        }
        cleanUp(new Limit(5, 1_000_000_000)).run(() -> false);
        assertThat(recorded()).isEmpty();
    }

    @Test
    void linesOfTheYearZeroAreSealedAsAllOthers() throws Exception {
        store(Instant.parse("0000-06-01T00:00:00Z"), 10, "a");
        assertThat(keeper().sealLogs()).isTrue();
        assertThatAllIsThere();
    }

    @Test
    void ofLinesBeyondTheirSizeTheOldestByTimeGoWhateverWasStoredFirst() throws Exception {
        recording.tick();
        Instant now = recording.host.wall();
        for (int i = 1; i <= 4; i++) {
            store(now.minus(Duration.ofDays(i)), 3000, "p" + i);
            keeper().sealLogs();
        }
        long each = recording.segments(Segment.Type.LOGS).getFirst().bytes();
        cleanUp(new Limit(30, each * 5 / 2)).run(() -> false);
        assertThat(recorded().keySet()).allMatch(line -> line <= 6000).hasSize(6000);
        recording.tick();
        assertThat(number("SELECT count(*) FROM ticks")).isEqualTo(2);
    }

    private CleanUp cleanUp(Limit logs) {
        var much = new Limit(365, 1L << 40);
        var retention = new Retention(logs, much, much, much, Duration.ofMinutes(10), 0, true);
        return new CleanUp(
                recording.store(),
                SegmentKeeper.OnWriter.DIRECTLY,
                retention,
                new DiskRoom(data, 0, false),
                recording.host::wall);
    }

    @Test
    void anHourAfterTheirStoringLinesAreSealedHoweverFew() throws Exception {
        recording.tick();
        store(recording.host.wall(), 10, "a");
        CleanUp cleanUp = cleanUp(new Limit(30, 1_000_000_000));
        cleanUp.run(() -> false);
        assertThat(number("SELECT count(*) FROM hot.log_lines")).isEqualTo(10);
        recording.host.pass(Duration.ofHours(1));
        cleanUp.run(() -> false);
        assertThat(number("SELECT count(*) FROM hot.log_lines")).isZero();
        assertThatAllIsThere();
    }
}
