package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at any moment of a change of schema: either program finds all data, once, and so it goes on until it is done. */
@Tag("crash")
@Timeout(900)
class UpgradeCrashTest {
    private static final System.Logger LOG = System.getLogger(UpgradeCrashTest.class.getName());
    private static final int KILLS = Integer.getInteger("tachograph.kills", 16);
    private static final int LONGEST_WAIT_MICROS = 1_500_000;

    @TempDir
    private Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** How far the killed ones had come, by their last words. */
    private final TreeMap<String, Integer> killedAfter = new TreeMap<>();

    private int upgraded;

    @Test
    void aKillLeavesTheOldDataOrTheNewOnesAndNothingBetween() throws Exception {
        int kills = 0;
        for (int directory = 0; kills < KILLS; directory++) {
            var end = random.nextBoolean() ? EventfulLife.End.STOPPED : EventfulLife.End.KILLED;
            Path data = new Golden(Golden.ALL.resolve("schema-1"), end).unpack(folder.resolve("data" + directory));
            RowCounts expected = counts(data);
            boolean done = false;
            while (!done && kills < KILLS) {
                kills += attempt(data) ? 1 : 0;
                done = check(data, expected);
            }
            finish(data, expected);
        }
        LOG.log(
                INFO,
                "seed {0}: kills {1}, after the words {2}; {3} times the new schema was found",
                Long.toString(seed),
                kills,
                killedAfter,
                upgraded);
        assertThat(killedAfter).hasSizeGreaterThan(1);
    }

    /** @return whether it was killed before it was done */
    private boolean attempt(Path data) throws Exception {
        try (Child child = Child.start(UpgradeOnce.class, data.toString())) {
            String last = "";
            int words = 1 + random.nextInt(4);
            for (int i = 0; i < words && !last.equals(UpgradeOnce.OPENED); i++) {
                last = String.valueOf(child.nextLine());
            }
            child.waitFor(Duration.ofNanos(random.nextInt(LONGEST_WAIT_MICROS) * 1000L));
            child.kill();
            for (String line : child.remainingLines()) {
                last = line;
            }
            if (!last.equals(UpgradeOnce.OPENED)) {
                killedAfter.merge(last.replaceAll("/.*|,.*|[0-9.]+ s$", "…"), 1, Integer::sum);
                return true;
            }
            return false;
        }
    }

    /** @return whether the data have the new schema */
    private boolean check(Path data, RowCounts expected) throws SQLException, IOException {
        expected.requireSame(counts(data));
        for (AutomaticBackups.Kept kept : new AutomaticBackups(data).kept()) {
            assertThat(Checksums.check(kept.folder())).as("seed %d", seed).isEmpty();
            expected.requireSame(counts(kept.folder()));
        }
        int version = version(data);
        assertThat(version).as("seed %d", seed).isIn(1, UpgradeOnce.migrations().size());
        upgraded += version == 1 ? 0 : 1;
        return version != 1;
    }

    private static void finish(Path data, RowCounts expected) throws Exception {
        try (Child child = Child.start(UpgradeOnce.class, data.toString())) {
            assertThat(child.remainingLines()).endsWith(UpgradeOnce.OPENED);
            assertThat(child.waitFor()).isZero();
        }
        assertThat(version(data)).isEqualTo(UpgradeOnce.migrations().size());
        expected.requireSame(counts(data));
        assertThat(data.resolve(SchemaUpgrade.COPY)).doesNotExist();
        assertThat(data.resolve(AutomaticBackups.FOLDER))
                .isDirectoryNotContaining(path -> path.getFileName().toString().startsWith("."));
    }

    private static RowCounts counts(Path folder) throws SQLException {
        try (HotDatabase database = HotDatabase.openReadOnly(folder)) {
            return RowCounts.of(database.writer());
        }
    }

    private static int version(Path folder) throws SQLException {
        try (HotDatabase database = HotDatabase.openReadOnly(folder)) {
            return Migrations.version(database.writer());
        }
    }
}
