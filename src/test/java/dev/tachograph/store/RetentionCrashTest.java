package dev.tachograph.store;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL while hours are sealed, days merged and the oldest deleted: nothing goes but the oldest, and nothing stays twice. */
@Tag("crash")
@Timeout(1800)
class RetentionCrashTest {
    private static final System.Logger LOG = System.getLogger(RetentionCrashTest.class.getName());
    private static final int KILLS = Integer.getInteger("tachograph.kills", 24);
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void onlyTheOldestGoesWhateverIsCutShort() throws Exception {
        Path data = folder.resolve("data");
        Instant now = BEGIN;
        int insideCleanup = 0;
        long acknowledged = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            List<String> said = new ArrayList<>();
            try (Child child = Child.start(
                    CommitAndCleanUp.class, data.toString(), Long.toString(random.nextLong()), now.toString())) {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    readUntilCleaning(child, said);
                }
                child.waitFor(Duration.ofMillis(random.nextInt(300)));
                child.kill();
                said.addAll(child.remainingLines());
            }
            if (said.lastIndexOf(CommitAndCleanUp.CLEANING) > said.lastIndexOf(CommitAndCleanUp.CLEANED)) {
                insideCleanup++;
            }
            acknowledged = said.stream()
                    .filter(line -> line.startsWith(CommitAndCleanUp.COMMITTED))
                    .mapToLong(line -> Long.parseLong(line.substring(CommitAndCleanUp.COMMITTED.length())))
                    .max()
                    .orElse(acknowledged);
            now = check(data, acknowledged).plus(Duration.ofMinutes(1));
        }
        LOG.log(
                INFO,
                "seed {0}: {1} kills, {2} inside a cleanup, {3} ticks: none lost but the oldest, none twice",
                Long.toString(seed),
                KILLS,
                insideCleanup,
                Long.toString(acknowledged));
        assertThat(insideCleanup).as("seed %d", seed).isPositive();
    }

    private static void readUntilCleaning(Child child, List<String> said) throws Exception {
        String line;
        do {
            line = child.nextLine();
            assertThat(line).as("the recorder ended by itself").isNotNull();
            said.add(String.valueOf(line));
        } while (!CommitAndCleanUp.CLEANING.equals(line));
    }

    /** @return when the newest tick was */
    private Instant check(Path data, long acknowledged) throws Exception {
        var host = new RandomHost(new Random(1), 5, BEGIN);
        try (DataDirectory directory = DataDirectory.hold(data);
                Store store = Store.open(directory, Duration.ofSeconds(5), host::wall)) {
            String what = "seed %d, until tick %d".formatted(seed, acknowledged);
            try (Connection connection = store.connect()) {
                long oldest = Sql.number(connection, "SELECT min(tick) FROM ticks");
                long newest = Sql.number(connection, "SELECT max(tick) FROM ticks");
                assertThat(newest).as(what).isGreaterThanOrEqualTo(acknowledged);
                assertThat(Sql.number(connection, "SELECT count(*) FROM ticks"))
                        .as(what)
                        .isEqualTo(newest - oldest + 1)
                        .isEqualTo(Sql.number(connection, "SELECT count(DISTINCT tick) FROM ticks"));
                assertThat(Sql.number(connection, """
                        SELECT count(*) FROM ticks LEFT JOIN (SELECT tick, count(*) AS rows FROM process_metrics GROUP BY tick) m
                        USING (tick) WHERE ticks.processes <> coalesce(m.rows, 0)
                        """)).as(what).isZero();
                assertThat(folders(data))
                        .as(what)
                        .isEqualTo(store.segments().stream()
                                .map(segment -> data.resolve(segment.folder()))
                                .collect(Collectors.toSet()));
                return Micros.toInstant(Sql.number(connection, "SELECT epoch_us(max(timestamp)) FROM ticks"));
            }
        }
    }

    /** Those of segments; what was cut short has gone. */
    private static Set<Path> folders(Path data) throws Exception {
        Path root = data.resolve("segments");
        if (!Files.isDirectory(root)) {
            return Set.of();
        }
        try (var all = Files.walk(root)) {
            return all.filter(path -> String.valueOf(path.getFileName()).matches("segment=.*|\\.new-.*"))
                    .collect(Collectors.toSet());
        }
    }
}
