package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.LogLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at any moment: each log line is there once, up to exactly the position from which its reader goes on. */
@Tag("crash")
@Timeout(900)
class LogCrashTest {
    private static final System.Logger LOG = System.getLogger(LogCrashTest.class.getName());
    private static final int KILLS = Integer.getInteger("tachograph.kills", 8);

    @TempDir
    private Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void linesAndPositionAgreeAfterAnyKill() throws Exception {
        Path data = folder.resolve("data");
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            acknowledged = Math.max(acknowledged, killOnce(data));
            if (Files.exists(data.resolve(DataDirectory.HOT_FILE))) {
                acknowledged = check(data, acknowledged);
            }
        }
        LOG.log(INFO, "seed {0}: {1} kills, {2} lines", Long.toString(seed), KILLS, acknowledged);
        assertThat(acknowledged).isPositive();
    }

    /** @return the newest position that was said to be stored */
    private long killOnce(Path data) throws Exception {
        try (Child child = Child.start(CommitLogs.class, data.toString(), Long.toString(random.nextLong()))) {
            String word = List.of(CommitLogs.COMMITTED, CommitLogs.SEALING, CommitLogs.MERGING)
                    .get(random.nextInt(3));
            long said = 0;
            for (int i = random.nextInt(word.equals(CommitLogs.COMMITTED) ? 20 : 2); i >= 0; i--) {
                said = Math.max(said, readUntil(child, word));
            }
            child.waitFor(Duration.ofNanos(random.nextInt(30_000_000)));
            child.kill();
            for (String line : child.remainingLines()) {
                said = Math.max(said, position(line));
            }
            return said;
        }
    }

    private static long readUntil(Child child, String word) throws IOException {
        long said = 0;
        String line = "";
        while (!line.startsWith(word)) {
            line = child.nextLine();
            assertThat(line).as("it ended by itself").isNotNull();
            said = Math.max(said, position(line));
        }
        return said;
    }

    private static long position(String line) {
        return line.startsWith(CommitLogs.COMMITTED)
                ? Long.parseLong(line.substring(CommitLogs.COMMITTED.length()))
                : 0;
    }

    /** @return the position that is stored */
    private long check(Path data, long acknowledged) throws Exception {
        try (DataDirectory directory = DataDirectory.hold(data);
                Store store = Store.open(directory, Duration.ofSeconds(5), InstantSource.system());
                Connection connection = store.connect()) {
            long position = CommitLogs.position(store.logPositions());
            SortedMap<Long, LogLine> lines = RecordedLines.read(connection);
            assertThat(position).as("seed %d", seed).isGreaterThanOrEqualTo(acknowledged);
            assertThat(lines.values().stream().map(LogLine::sequence))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, position).boxed().toList());
            assertThat(Sql.number(connection, "SELECT count(*) FROM gaps")).isZero();
            return position;
        }
    }
}
