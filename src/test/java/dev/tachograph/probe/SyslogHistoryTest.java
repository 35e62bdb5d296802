package dev.tachograph.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogHistoryTest {
    private static final Instant EVER = Instant.EPOCH;
    private static final int HISTORIES = 25;

    @TempDir
    Path folder;

    private RotatedLog log;
    private StoredLog stored;

    @BeforeEach
    void make() {
        log = new RotatedLog(folder);
        stored = new StoredLog(log.path, Duration.ZERO);
    }

    @Test
    void thePastIsReadOldestFirstUpToWhereTheReaderBegan() throws Exception {
        writeGenerations();
        stored.readHistory(EVER);
        assertThat(stored.messages()).isEqualTo(lines(0, log.lines()));
        assertThat(stored.gaps).isEmpty();
        log.writeLines(5);
        stored.readAll();
        assertThat(stored.messages()).isEqualTo(lines(0, log.lines()));
    }

    @Test
    void whatWasReadIsNotReadAgain() throws Exception {
        writeGenerations();
        stored.readHistory(EVER);
        log.rename();
        log.hup();
        stored.readHistory(EVER);
        assertThat(stored.messages()).isEqualTo(lines(0, log.lines()));
        assertThat(SyslogFiles.open(log.path, stored.positions, EVER, StoredLog.FORMAT)
                        .history())
                .isNull();
    }

    @Test
    void noHistoryIsReadWhenNoneIsWanted() throws Exception {
        writeGenerations();
        stored.readHistory(null);
        stored.readHistory(EVER);
        assertThat(stored.lines).isEmpty();
        log.writeLines(1);
        stored.readAll();
        assertThat(stored.messages()).containsExactly("line 20");
    }

    @Test
    void linesBeforeTheLimitAreLeftOut() throws Exception {
        Instant now = Instant.now();
        log.write(now.minus(Duration.ofDays(5)) + " vm app: ancient\n");
        log.rename();
        log.hup();
        Files.setLastModifiedTime(log.rotation(1), FileTime.from(now.minus(Duration.ofDays(4))));
        log.write(now.minus(Duration.ofDays(3)) + " vm app: old\n");
        log.write(now.minus(Duration.ofDays(1)) + " vm app: new\n");
        log.rename();
        log.hup();
        log.write(now.minus(Duration.ofDays(3)) + " vm app: with a wrong clock\n");
        log.write(now + " vm app: now\n");
        stored.readHistory(now.minus(Duration.ofDays(2)));
        assertThat(stored.messages()).containsExactly("new", "now");
    }

    @Test
    void aLogThatDoesNotExistHasNoHistory() throws Exception {
        stored.readHistory(EVER);
        assertThat(stored.lines).isEmpty();
        log.writeLines(2);
        stored.readAll();
        assertThat(stored.messages()).isEqualTo(lines(0, 2));
    }

    @Test
    void aHistoryThatIsRemovedMeanwhileIsAGap() throws Exception {
        writeGenerations();
        SyslogFiles.Readers readers = SyslogFiles.open(log.path, stored.positions, EVER, StoredLog.FORMAT);
        try (LogReader live = readers.live();
                LogReader history = readers.history()) {
            stored.store(live.read(100, Duration.ZERO));
            assertThat(history).isNotNull();
            stored.store(history.read(2, Duration.ZERO));
        }
        Files.delete(Path.of(log.rotation(3) + ".gz"));
        stored.readHistory(EVER);
        assertThat(stored.messages())
                .startsWith("line 0", "line 1", "line 5")
                .endsWith("line 19")
                .hasSize(17);
        assertThat(stored.gaps)
                .singleElement()
                .satisfies(gap -> assertThat(gap.cause()).isEqualTo(Gap.Cause.VANISHED));
    }

    @Test
    void theEndOfAHistoryThatIsGoneIsAGap() throws Exception {
        log.writeLines(5);
        log.rename();
        log.hup();
        log.writeLines(5);
        SyslogFiles.Readers readers = SyslogFiles.open(log.path, stored.positions, EVER, StoredLog.FORMAT);
        try (LogReader live = readers.live()) {
            stored.store(live.read(100, Duration.ZERO));
        }
        Files.delete(log.path);
        log.hup();
        log.writeLines(5);
        stored.readHistory(EVER);
        stored.readAll();
        assertThat(stored.messages()).hasSize(10).contains("line 4", "line 10").doesNotContain("line 5");
        assertThat(stored.gaps).isNotEmpty();
    }

    /** Kills and rotations at random while past and present are read. */
    @Test
    void everyLineIsReadOnceByOneOfTheTwoReaders() throws Exception {
        long first = Long.getLong("tachograph.seed", System.nanoTime());
        for (long seed = first; seed < first + HISTORIES; seed++) {
            Path own = Files.createDirectory(folder.resolve("log-" + seed));
            try (var rotated = new RotatedLog(own);
                    var reader = new StoredLog(rotated.path, Duration.ZERO)) {
                run(rotated, reader, new SplittableRandom(seed));
                assertThat(reader.messages())
                        .as("-Dtachograph.seed=%d", seed)
                        .satisfies(read -> rotated.assertIsAll(read));
            }
        }
    }

    private static void run(RotatedLog log, StoredLog stored, RandomGenerator random) throws Exception {
        for (int generation = random.nextInt(6); generation > 0; generation--) {
            log.writeLines(random.nextInt(40));
            rotate(log, random);
        }
        log.writeLines(random.nextInt(40));
        for (int run = 0; run < 8; run++) {
            SyslogFiles.Readers readers = SyslogFiles.open(log.path, stored.positions, EVER, StoredLog.FORMAT);
            try (LogReader live = readers.live();
                    LogReader history = readers.history()) {
                for (int step = 0; step < 10; step++) {
                    LogReader reader = history == null || random.nextBoolean() ? live : history;
                    LogBatch batch = reader.read(1 + random.nextInt(30), Duration.ZERO);
                    if (random.nextInt(6) == 0) {
                        break; // killed before it was stored
                    }
                    stored.store(batch);
                    if (random.nextInt(3) == 0) {
                        log.writeLines(random.nextInt(20));
                    }
                    if (random.nextInt(8) == 0) {
                        rotate(log, random);
                    }
                }
            }
        }
        log.writeLines(1);
        stored.readHistory(EVER);
        stored.readAll();
    }

    private static void rotate(RotatedLog log, RandomGenerator random) throws Exception {
        if (random.nextInt(3) == 0) {
            log.copyTruncate();
        } else {
            log.rename();
            log.hup();
        }
        log.compress(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x|y|z", "5|1:2:3:4:ab:-:5", "5|x|done"})
    void aPositionThatMakesNoSenseIsRefused(String text) {
        assertThatThrownBy(() -> SyslogHistory.Position.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no ");
    }

    /** Four files of five lines each, the older two compressed. */
    private void writeGenerations() throws Exception {
        for (int generation = 0; generation < 3; generation++) {
            log.writeLines(5);
            log.rename();
            log.hup();
            log.compress(2);
        }
        log.compress(3);
        log.writeLines(5);
    }

    private static List<String> lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(line -> "line " + line).toList();
    }

    @Test
    void theFileOfALineIsTheSameWhateverItIsCalled() throws Exception {
        writeGenerations();
        stored.readHistory(EVER);
        var other = new StoredLog(log.path, Duration.ZERO);
        log.rename();
        log.hup();
        log.compress(1);
        log.compress(2);
        other.readHistory(EVER);
        assertThat(other.lines)
                .extracting(LogLine::sequence)
                .isEqualTo(stored.lines.stream().map(LogLine::sequence).toList());
        assertThat(other.lines.stream().map(line -> line.origin().sequenceId()))
                .isEqualTo(stored.lines.stream()
                        .map(line -> line.origin().sequenceId())
                        .toList());
    }
}
