package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import dev.tachograph.query.ProcessRow;
import dev.tachograph.query.ProcessTable;
import dev.tachograph.query.ProcessTables;
import dev.tachograph.query.StorageFigures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keyframes and changes, written through the real store over a random history, give back every table as it was seen: by
 * the view, by the macro, by the table of an instant and from memory. The seed is in the test's name;
 * {@code -Dtachograph.seeds=100} tries that many.
 */
@Timeout(1800)
class ExactnessTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int TICKS = 100;
    /** Rates are reckoned in another order than in the store. */
    static final RecursiveComparisonConfiguration ROUNDED = RecursiveComparisonConfiguration.builder()
            .withComparatorForType(ExactnessTest::compare, Double.class)
            .build();

    @TempDir
    private Path folder;

    private final Snapshots snapshots = new Snapshots();

    static List<Long> seeds() {
        return new Random()
                .longs(Integer.getInteger("tachograph.seeds", 3), 1, Long.MAX_VALUE)
                .boxed()
                .toList();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyWayOfReadingGivesBackWhatWasSeen(long seed) throws Exception {
        var random = new Random(seed);
        var host = new RandomHost(random, 40, Instant.parse("2026-11-23T03:00:00Z"));
        try (var run = new Run(random, host)) {
            for (int i = 0; i < TICKS; i++) {
                run.tick();
                if (random.nextInt(10) == 0) {
                    checkNewest(run.store);
                }
            }
            check(run.store);
        }
        try (StoppedStore stopped = StoppedStore.open(folder)) {
            check(stopped);
        }
    }

    /** The recorder's doings: mostly a look that is stored, now and then something that goes wrong. */
    private final class Run implements AutoCloseable {
        private final RandomGenerator random;
        private final RandomHost host;
        private DataDirectory directory = DataDirectory.hold(folder);
        Store store = Store.open(directory, INTERVAL, InstantSource.system());
        private boolean first = true;
        private @Nullable Gap missing;

        Run(RandomGenerator random, RandomHost host) throws Exception {
            this.random = random;
            this.host = host;
        }

        void tick() throws Exception {
            switch (random.nextInt(40)) {
                case 0 -> restart();
                case 1 -> {
                    host.reboot(Duration.ofSeconds(random.nextInt(600) - 200));
                    restart();
                }
                case 2 -> host.step(Duration.ofMillis(random.nextInt(120_000) - 60_000));
                case 3 -> host.sleep(Duration.ofMinutes(random.nextInt(30)));
                case 4 -> host.pass(Duration.ofMinutes(11)); // past the next keyframe
                case 5 -> host.pass(Duration.ofHours(7));
                case 6, 7, 8 -> seal();
                default -> {}
            }
            Duration interval = INTERVAL.plusMillis(random.nextInt(400) - 200);
            host.pass(interval);
            boolean known = !first && random.nextInt(30) > 0;
            first = false;
            look(host.look(known ? Long.valueOf(interval.toNanos() / 1000) : null));
        }

        /** As far as it goes, by chance. */
        private void seal() throws Exception {
            var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, host::wall);
            if (random.nextBoolean() ? keeper.sealHour() : keeper.sealEarly()) {
                while (random.nextBoolean() && keeper.mergeDay()) {
                    keeper.removeRetired();
                }
            }
        }

        private void look(Tick tick) throws SQLException, StoreException {
            switch (random.nextInt(20)) {
                case 0 -> lose(tick, Gap.Cause.DROPPED);
                case 1, 2 -> {
                    refuse(tick);
                    lose(tick, Gap.Cause.STORE);
                }
                default -> {
                    store.commit(observation(tick), missing == null ? List.of() : List.of(missing));
                    snapshots.add(tick);
                    missing = null;
                }
            }
        }

        private void lose(Tick tick, Gap.Cause cause) {
            Instant at = tick.at().wall();
            var lost = new Gap(Gap.Stream.PROCESSES, at, at.plus(INTERVAL), cause, 1L, "by chance");
            missing = missing == null ? lost : missing.merge(lost);
        }

        /** The last table to be written is not there: everything before it has to go again. */
        private void refuse(Tick tick) throws SQLException, StoreException {
            rename("hot.ticks", "away");
            assertThatThrownBy(() -> store.commit(observation(tick), List.of())).isInstanceOf(SQLException.class);
            rename("hot.away", "ticks");
        }

        private void rename(String table, String to) throws SQLException, StoreException {
            try (Connection connection = store.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("ALTER TABLE %s RENAME TO %s".formatted(table, to));
            }
        }

        private Observation observation(Tick tick) {
            List<Event> events = random.nextInt(5) > 0
                    ? List.of()
                    : List.of(new Event(tick.at().wall(), tick.bootId(), Event.Kind.CLOCK_STEP, 1L, "by chance"));
            return new Observation(tick, events, List.of());
        }

        private void restart() throws Exception {
            close();
            host.pass(Duration.ofSeconds(random.nextInt(100)));
            directory = DataDirectory.hold(folder);
            store = Store.open(directory, INTERVAL, InstantSource.system());
            first = true;
        }

        @Override
        public void close() {
            store.close();
            directory.close();
        }
    }

    private void check(Recorded recorded) throws SQLException, StoreException {
        checkNewest(recorded);
        var tables = new ProcessTables(recorded, InstantSource.system());
        try (Reading reading = recorded.read()) {
            Connection connection = reading.connection();
            var seen = Tables.processMetrics(connection);
            assertThat(seen.keySet())
                    .isEqualTo(snapshots.ticks().entrySet().stream()
                            .filter(entry -> !entry.getValue().processes().isEmpty())
                            .map(entry -> entry.getKey())
                            .collect(java.util.stream.Collectors.toSet()));
            seen.forEach((tick, rows) -> assertSame("process_metrics", tick, rows));
            for (Tick tick : snapshots.ticks().values()) {
                Instant at = tick.at().wall();
                long number = snapshots.at(at);
                if (number % 4 != 0) {
                    continue; // each takes its time; process_metrics has shown all of them
                }
                ProcessTable table = tables.at(at);
                assertThat(table.tick()).isEqualTo(number);
                assertSame("at", number, table.rows());
                assertSame("processes_at", number, Tables.processesAt(connection, at));
            }
            assertThat(lives(connection))
                    .containsExactlyInAnyOrderElementsOf(
                            snapshots.lives().stream().map(ExactnessTest::words).toList());
        }
        StorageFigures figures = StorageFigures.read(recorded);
        assertThat(figures.processMetrics()).isEqualTo(snapshots.rows());
        assertThat(figures.ticks()).isEqualTo(snapshots.ticks().size());
    }

    private void checkNewest(Recorded recorded) throws SQLException, StoreException {
        if (snapshots.ticks().isEmpty()) {
            return;
        }
        long newest = snapshots.ticks().size();
        ProcessTable table = new ProcessTables(recorded, InstantSource.system()).newest();
        assertThat(table.tick()).isEqualTo(newest);
        assertSame("newest", newest, table.rows());
        Tick before = snapshots.ticks().get(newest - 1);
        assertThat(table.previous())
                .isEqualTo(before == null ? null : before.at().wall());
    }

    private void assertSame(String way, long tick, List<ProcessRow> rows) {
        var sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingInt(ProcessRow::pid));
        assertThat(sorted)
                .as("%s, tick %d", way, tick)
                .usingRecursiveFieldByFieldElementComparator(ROUNDED)
                .isEqualTo(snapshots.rows(tick));
    }

    private static int compare(Double left, Double right) {
        return Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left)) ? 0 : left.compareTo(right);
    }

    private static String words(Snapshots.Life life) {
        var is = life.last().description();
        return String.join(
                "|",
                life.identity().bootId().toString(),
                Integer.toString(life.identity().pid()),
                Long.toString(Micros.of(life.startTime())),
                Long.toString(Micros.of(life.firstSeen())),
                Long.toString(Micros.of(life.lastSeen())),
                Boolean.toString(life.exited()),
                is.name(),
                is.cmdline(),
                is.cgroup(),
                Integer.toString(is.generation()));
    }

    private static List<String> lives(Connection connection) throws SQLException, StoreException {
        var lives = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT boot_id::VARCHAR, pid, epoch_us(start_time), epoch_us(first_seen), epoch_us(last_seen),
                               exited, name, cmdline, cgroup, generation FROM processes
                        """)) {
            while (row.next()) {
                var cells = new ArrayList<@Nullable String>();
                for (int column = 1; column <= 10; column++) {
                    cells.add(row.getString(column));
                }
                lives.add(String.join("|", cells.stream().map(String::valueOf).toList()));
            }
        }
        return lives;
    }
}
