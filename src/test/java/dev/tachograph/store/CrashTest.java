package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.query.ProcessRow;
import dev.tachograph.query.StorageFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at any moment: what was acknowledged is there once, and the next start finds a whole database. */
@Tag("crash")
@Timeout(1800)
class CrashTest {
    private static final System.Logger LOG = System.getLogger(CrashTest.class.getName());
    private static final int KILLS = Integer.getInteger("tachograph.kills", 60);
    private static final int KILLS_PER_DIRECTORY = 12;

    /** When the process is killed. */
    private enum Moment {
        /** While it makes the tables, at the very first start. */
        FIRST_START,
        /** While it opens what is there, or at any moment of the first second. */
        START,
        CHECKPOINT,
        RUNNING
    }

    /** What was counted. */
    private static final class Toll {
        final Map<Moment, Integer> kills = new EnumMap<>(Moment.class);
        int insideCheckpoint;
        long acknowledged;
        long unacknowledged;
        long lost;
        long doubled;
        long partial;
        int failedOpens;

        @Override
        public String toString() {
            return "kills %s (%d surely inside a checkpoint), ticks acknowledged %d, lost %d, doubled %d, partial %d, failed opens %d, committed and not yet acknowledged %d"
                    .formatted(
                            kills, insideCheckpoint, acknowledged, lost, doubled, partial, failedOpens, unacknowledged);
        }
    }

    @TempDir
    private Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Toll toll = new Toll();

    @Test
    void whatWasAcknowledgedSurvivesAnyKillOnce() throws Exception {
        for (int directory = 0; directory < KILLS / KILLS_PER_DIRECTORY; directory++) {
            Path data = folder.resolve("data" + directory);
            long known = 0;
            for (int kill = 0; kill < KILLS_PER_DIRECTORY; kill++) {
                known = killOnce(data, kill == 0 ? Moment.FIRST_START : moment(), known);
            }
            checkWhole(data);
        }
        LOG.log(INFO, "seed {0}: {1}", Long.toString(seed), toll);
        assertThat(toll.lost + toll.doubled + toll.partial + toll.failedOpens)
                .as("seed %d: %s", seed, toll)
                .isZero();
        assertThat(toll.insideCheckpoint).as(toll.toString()).isPositive();
    }

    private Moment moment() {
        Moment[] moments = {Moment.START, Moment.CHECKPOINT, Moment.CHECKPOINT, Moment.RUNNING, Moment.RUNNING};
        return moments[random.nextInt(moments.length)];
    }

    /** @return the newest tick that is in the database now */
    private long killOnce(Path data, Moment moment, long known) throws Exception {
        List<String> said = new ArrayList<>();
        try (Child child = Child.start(CommitTicks.class, data.toString(), Long.toString(random.nextLong()))) {
            waitUntil(moment, child, said);
            child.kill();
            said.addAll(child.remainingLines());
        }
        toll.kills.merge(moment, 1, Integer::sum);
        if (said.lastIndexOf(CommitTicks.CHECKPOINT) > said.lastIndexOf(CommitTicks.CHECKPOINT_DONE)) {
            toll.insideCheckpoint++;
        }
        long acknowledged = said.stream()
                .filter(line -> line.startsWith(CommitTicks.COMMITTED))
                .count();
        toll.acknowledged += acknowledged;
        return check(data, known, acknowledged);
    }

    private void waitUntil(Moment moment, Child child, List<String> said) throws Exception {
        switch (moment) {
            case FIRST_START -> {
                readUntil(child, CommitTicks.OPENING, said);
                child.waitFor(Duration.ofMillis(random.nextInt(250)));
            }
            case START -> child.waitFor(Duration.ofMillis(random.nextInt(1000)));
            case CHECKPOINT -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    readUntil(child, CommitTicks.CHECKPOINT, said);
                }
                child.waitFor(Duration.ofNanos(random.nextInt(4_000_000)));
            }
            case RUNNING -> {
                for (int i = random.nextInt(30); i >= 0; i--) {
                    readUntil(child, CommitTicks.COMMITTED, said);
                }
                child.waitFor(Duration.ofNanos(random.nextInt(25_000_000)));
            }
        }
    }

    private void readUntil(Child child, String word, List<String> said) throws IOException {
        String line;
        do {
            line = child.nextLine();
            if (line == null) {
                toll.failedOpens++; // it ended by itself
                return;
            }
            said.add(line);
        } while (!line.startsWith(word));
    }

    private long check(Path data, long known, long acknowledged) throws SQLException, StoreException {
        if (!hasTables(data)) {
            toll.lost += known + acknowledged;
            return 0;
        }
        try (StoppedStore stopped = StoppedStore.open(data);
                Connection connection = stopped.connect()) {
            long ticks = number(connection, "SELECT count(*) FROM ticks");
            long newest = number(connection, "SELECT coalesce(max(tick), 0) FROM ticks");
            long distinct = number(connection, "SELECT count(DISTINCT tick) FROM ticks");
            toll.doubled += ticks - distinct;
            toll.lost += Math.max(0, known + acknowledged - distinct);
            toll.unacknowledged += Math.max(0, distinct - known - acknowledged);
            toll.partial += Math.abs(newest - distinct)
                    + number(connection, "SELECT count(*) FROM process_changes WHERE tick > " + newest);
            return newest;
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.ERROR, "does not open", e);
            toll.failedOpens++;
            return known;
        }
    }

    /** Before the first transaction of the first start there is nothing to open. */
    private boolean hasTables(Path data) throws SQLException, StoreException {
        if (!Files.exists(data.resolve(DataDirectory.HOT_FILE))) {
            return false;
        }
        try (HotDatabase database = HotDatabase.openReadOnly(data)) {
            return Migrations.version(database.writer()) > 0;
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.ERROR, "does not open", e);
            toll.failedOpens++;
            return true;
        }
    }

    /** Every tick has as many processes as it says. */
    private void checkWhole(Path data) throws SQLException, StoreException {
        try (StoppedStore stopped = StoppedStore.open(data);
                Connection connection = stopped.connect()) {
            toll.partial += number(connection, """
                    SELECT count(*) FROM ticks LEFT JOIN (SELECT tick, count(*) AS rows FROM process_metrics GROUP BY tick) m
                    USING (tick) WHERE ticks.processes <> coalesce(m.rows, 0)
                    """);
            Map<Long, List<ProcessRow>> rows = Tables.processMetrics(connection);
            assertThat(rows.values().stream().mapToLong(List::size).sum())
                    .isEqualTo(StorageFigures.read(stopped).processMetrics());
        }
    }

    private static long number(Connection connection, String query) throws SQLException, StoreException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
