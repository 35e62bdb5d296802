package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Minutes and hours are what ticks add up to, whatever these are. */
@Timeout(180)
class RollUpsTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void minutesAndHoursAreTheSumsOfTheirTicks(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        var host = new RandomHost(random.split(), 12, Instant.parse("2026-11-23T03:00:00Z"));
        var minutes = new Reckoning(ChronoUnit.MINUTES);
        var hours = new Reckoning(ChronoUnit.HOURS);
        try (DataDirectory directory = DataDirectory.hold(folder.resolve("data"));
                Store store = Store.open(directory, INTERVAL, host::wall)) {
            Instant end = host.wall().plus(Duration.ofHours(1));
            boolean hasRate = false;
            while (host.wall().isBefore(end)) {
                Tick tick = host.look(hasRate ? Long.valueOf(INTERVAL.toNanos() / 1000) : null);
                store.commit(new Observation(tick, List.of(), List.of()), List.of());
                minutes.add(tick);
                hours.add(tick);
                hasRate = random.nextInt(60) > 0;
                host.pass(hasRate ? INTERVAL : Duration.ofSeconds(40));
                if (random.nextInt(200) == 0) {
                    host.step(Duration.ofSeconds(-90));
                }
            }
            store.commit(new Observation(host.look(null), List.of(), List.of()), List.of());
            var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, host::wall);
            while (keeper.sealHour()) {
                // one, or more where the clock was set back across the full hour
            }
            try (Connection connection = store.connect()) {
                assertThat(Sql.number(
                                connection, "SELECT count(DISTINCT segment) FROM hot.segments WHERE type = 'hours'"))
                        .as("a seed for which all is sealed at once")
                        .isEqualTo(1);
                compare(connection, "process_minutes", "metric_minutes", minutes);
                compare(connection, "process_hours", "metric_hours", hours);
            }
        }
    }

    private static void compare(Connection connection, String processes, String metrics, Reckoning reckoning)
            throws SQLException {
        Set<Reckoning.Key> groups = new HashSet<>();
        Sql.all(connection, "SELECT epoch_us(timestamp), name, unit, user_name, * FROM sealed." + processes, row -> {
            var key = new Reckoning.Key(
                    Micros.toInstant(row.getLong(1)), row.getString(2), row.getString(3), row.getString(4));
            assertThat(groups.add(key)).as("%s once", key).isTrue();
            Reckoning.Group group = reckoning.groups().get(key);
            assertThat(group).as("%s %s", processes, key).isNotNull();
            compare(key + " of " + processes, row, group, reckoning.period(key.at()));
            return true;
        });
        assertThat(groups).isEqualTo(reckoning.groups().keySet());
        Set<Reckoning.Key> series = new HashSet<>();
        Sql.all(connection, "SELECT epoch_us(timestamp), * FROM sealed." + metrics, row -> {
            var key = new Reckoning.Key(
                    Micros.toInstant(row.getLong(1)), row.getString("metric"), row.getString("device"), null);
            assertThat(series.add(key)).as("%s once", key).isTrue();
            Reckoning.Series figures = reckoning.series().get(key);
            if (figures != null) {
                compare(key + " of " + metrics, row, figures, reckoning.period(key.at()));
            }
            return true;
        });
        reckoning.series().forEach((key, figures) -> {
            boolean isKnown = figures.least <= figures.most;
            if (isKnown && (metrics.equals("metric_hours") || figures.least < figures.most)) {
                assertThat(series).as(metrics).contains(key);
            } else if (!isKnown) {
                assertThat(series).as(metrics).doesNotContain(key);
            }
        });
    }

    private static void compare(String what, ResultSet row, Reckoning.Group group, Reckoning.Period period)
            throws SQLException {
        assertThat(row.getInt("ticks")).as(what).isEqualTo(period.ticks);
        assertThat(row.getInt("processes_max")).as(what).isEqualTo(group.processesMax);
        assertThat(number(row, "cpu_us")).as(what).isEqualTo(period.timed == 0 ? null : Long.valueOf(group.cpuMicros));
        if (period.timed > 0) {
            assertSame(what + " cpu_max", row.getDouble("cpu_max"), group.cpuMax);
            assertSame(what + " cpu_min", row.getDouble("cpu_min"), group.cpuTicks < period.timed ? 0 : group.cpuMin);
        }
        assertThat(number(row, "rss_min")).as(what).isEqualTo(group.present == 0 ? null : Long.valueOf(group.rssMin));
        assertThat(number(row, "rss_max")).as(what).isEqualTo(group.present == 0 ? null : Long.valueOf(group.rssMax));
        if (group.present > 0) {
            assertSame(what + " rss_avg", (double) row.getLong("rss_avg"), group.rssSum / group.present);
        }
        assertThat(number(row, "read_bytes")).as(what).isEqualTo(group.read);
        assertThat(number(row, "written_bytes")).as(what).isEqualTo(group.written);
        assertThat(row.getInt("exits")).as(what).isEqualTo(group.exits);
        assertThat(number(row, "exited_us"))
                .as(what + " exited_us")
                .isEqualTo(group.unseen == 0 ? Long.valueOf(0) : group.exitedMicros);
        assertThat(number(row, "exited_rss_max")).as(what).isEqualTo(group.exitedRssMax);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }

    private static void compare(String what, ResultSet row, Reckoning.Series figures, Reckoning.Period period)
            throws SQLException {
        assertThat(row.getInt("ticks")).as(what).isEqualTo(period.ticks);
        boolean isAmount = what.contains("cgroups.cpu_usage") || what.contains("cgroups.oom_kills");
        if (!isAmount) {
            assertSame(what + " min", row.getDouble("min"), figures.least);
            assertSame(what + " avg", row.getDouble("avg"), figures.sum / figures.weight);
            assertSame(what + " max", row.getDouble("max"), figures.most);
            return;
        }
        double most = Math.max(0, figures.most);
        boolean wasQuiet = figures.covered < period.intervalMicros - figures.longest / 2;
        double over = what.contains("oom_kills") ? period.ticks : period.intervalMicros;
        assertSame(what + " avg", row.getDouble("avg"), figures.sum / over);
        assertSame(what + " max", row.getDouble("max"), most);
        assertThat(row.getDouble("min")).as(what + " min").isBetween(0.0, wasQuiet ? 0 : figures.least * 1.001);
    }

    private static void assertSame(String what, double found, double expected) {
        assertThat(found).as(what).isCloseTo(expected, within(Math.abs(expected) * 1e-3 + 1e-9));
    }
}
