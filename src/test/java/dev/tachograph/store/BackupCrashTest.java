package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL while a backup is made: what has the name of one is whole, and the recorder lost nothing. */
@Tag("crash")
@Timeout(900)
class BackupCrashTest {
    private static final System.Logger LOG = System.getLogger(BackupCrashTest.class.getName());
    private static final int KILLS = 8;
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Set<Path> checked = new HashSet<>();

    @Test
    void aKillLeavesWholeBackupsAndARecordThatGoesOn() throws Exception {
        Path data = folder.resolve("data");
        Path backups = Files.createDirectory(folder.resolve("backups"));
        Instant now = BEGIN;
        long acknowledged = 0;
        long made = 0;
        int inside = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            List<String> said = new ArrayList<>();
            try (Child child = Child.start(
                    CommitAndBackUp.class,
                    data.toString(),
                    backups.toString(),
                    Long.toString(random.nextLong()),
                    now.toString())) {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    readUntilBackingUp(child, said);
                }
                child.waitFor(Duration.ofMillis(random.nextInt(700)));
                child.kill();
                said.addAll(child.remainingLines());
            }
            inside += said.getLast().equals(CommitAndBackUp.BACKING_UP) ? 1 : 0;
            made += count(said, CommitAndBackUp.BACKED_UP);
            acknowledged += count(said, CommitAndBackUp.COMMITTED);
            now = now.plus(Duration.ofDays(1));
            assertThat(whole(backups)).as("seed %d", seed).isGreaterThanOrEqualTo(made);
            made = whole(backups);
            check(data, acknowledged);
            acknowledged = ticks(data);
        }
        LOG.log(
                INFO,
                "seed {0}: {1} kills, {2} inside a backup; {3} backups, all whole; {4} ticks, none lost, none twice",
                Long.toString(seed),
                KILLS,
                inside,
                made,
                acknowledged);
        assertThat(inside).as("seed %d", seed).isPositive();
    }

    private static long count(List<String> said, String word) {
        return said.stream().filter(line -> line.startsWith(word)).count();
    }

    private void readUntilBackingUp(Child child, List<String> said) throws Exception {
        String line;
        do {
            line = child.nextLine();
            assertThat(line)
                    .as("seed %d: the recorder ended by itself after %s", seed, said)
                    .isNotNull();
            said.add(String.valueOf(line));
        } while (!CommitAndBackUp.BACKING_UP.equals(line));
    }

    /** @return how many there are */
    private long whole(Path backups) throws Exception {
        long whole = 0;
        List<Path> all;
        try (var folders = Files.list(backups)) {
            all = folders.toList();
        }
        for (Path backup : all) {
            if (backup.getFileName().toString().startsWith(".new-")) {
                continue;
            }
            whole++;
            if (checked.add(backup)) {
                assertThat(Checksums.check(backup)).as("seed %d", seed).isEmpty();
                BackupDescription says =
                        BackupDescription.parse(Files.readString(backup.resolve(BackupDescription.FILE)));
                check(backup, says.ticks());
            }
        }
        assertThat(all.size()).as("what was left behind is replaced").isLessThanOrEqualTo((int) whole + 1);
        return whole;
    }

    private void check(Path data, long atLeast) throws Exception {
        try (StoppedStore store = StoppedStore.open(data);
                Connection connection = store.connect()) {
            String what = "seed %d, %s, %d ticks".formatted(seed, data, atLeast);
            long newest = Sql.number(connection, "SELECT max(tick) FROM ticks");
            assertThat(newest).as(what).isGreaterThanOrEqualTo(atLeast);
            assertThat(Sql.number(connection, "SELECT count(*) FROM ticks"))
                    .as(what)
                    .isEqualTo(newest)
                    .isEqualTo(Sql.number(connection, "SELECT count(DISTINCT tick) FROM ticks"));
            assertThat(Sql.number(connection, "SELECT count(*) FROM process_metrics"))
                    .as(what)
                    .isEqualTo(Sql.number(connection, "SELECT sum(processes) FROM ticks"));
        }
    }

    private static long ticks(Path data) throws Exception {
        try (StoppedStore store = StoppedStore.open(data);
                Connection connection = store.connect()) {
            return Sql.number(connection, "SELECT count(*) FROM ticks");
        }
    }
}
