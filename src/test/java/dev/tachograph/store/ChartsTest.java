package dev.tachograph.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import dev.tachograph.query.Chart;
import dev.tachograph.query.ChartQuestion;
import dev.tachograph.query.ChartTable;
import dev.tachograph.query.Charts;
import dev.tachograph.query.ProcessHistory;
import dev.tachograph.query.Resolution;
import dev.tachograph.store.HostTable.Metric;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The points of a chart are what a plain reckoning over the ticks says that they are. */
@Timeout(300)
class ChartsTest {
    @TempDir
    private Path folder;

    private final List<Tick> ticks = new ArrayList<>();
    private final Charts charts = new Charts();

    private void record(Recording recording, RandomMetrics metrics, SplittableRandom random, int count)
            throws Exception {
        for (int i = 0; i < count; i++) {
            Duration passed = Recording.INTERVAL.plusMillis(random.nextInt(-100, 100));
            recording.host.pass(passed);
            Long interval = i == 0 ? null : Long.valueOf(passed.toNanos() / 1000);
            Tick tick = metrics.addTo(recording.host.look(interval), List.of());
            recording.store().commit(new Observation(tick, List.of(), List.of()), List.of());
            ticks.add(tick);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pointsAreWhatThePlainReckoningSays(long seed) throws Exception {
        var random = new SplittableRandom(seed);
        try (var recording = new Recording(folder.resolve("data"))) {
            var metrics = new RandomMetrics(random.split());
            record(recording, metrics, random, 120);
            recording.stop();
            recording.host.pass(Duration.ofMinutes(7));
            recording.start();
            record(recording, metrics, random, 80);
            for (String name : ChartTable.names()) {
                for (int points : new int[] {1, 7, 60, 5000}) {
                    Instant from = Recording.BEGIN.plusSeconds(random.nextInt(600));
                    check(recording, name, from, from.plusSeconds(1 + random.nextInt(1200)), points);
                }
            }
        }
    }

    private void check(Recording recording, String name, Instant from, Instant to, int points) throws Exception {
        ChartTable table = ChartTable.named(name).orElseThrow();
        var question = new ChartQuestion(table, from, to, points, table.metrics(), List.of());
        Chart chart = charts.of(recording.store(), question);
        String what = "%s from %s to %s in %s".formatted(name, from, to, chart.step());
        assertThat(chart.resolution()).as(what).isEqualTo(Resolution.TICK);
        assertThat(chart.step()).isGreaterThanOrEqualTo(Recording.INTERVAL);
        assertThat(chart.isTruncated()).isFalse();
        Map<String, PlainChart.Bin> expected = PlainChart.of(ticks, table, from, to, chart.step());
        var actual = new TreeMap<String, Chart.Point>();
        for (Chart.Series series : chart.series()) {
            for (Chart.Point point : series.points()) {
                actual.put(PlainChart.key(series.device(), series.metric(), point.beginMillis()), point);
            }
        }
        var missing = new TreeSet<>(expected.keySet());
        missing.removeAll(actual.keySet());
        var tooMany = new TreeSet<>(actual.keySet());
        tooMany.removeAll(expected.keySet());
        assertThat(missing).as(what + ": missing").isEmpty();
        assertThat(tooMany).as(what + ": too many").isEmpty();
        actual.forEach((key, point) -> {
            PlainChart.Bin bin = requireNonNull(expected.get(key));
            assertClose(what + " min " + key, point.min(), bin.min());
            assertClose(what + " avg " + key, point.avg(), bin.avg());
            assertClose(what + " max " + key, point.max(), bin.max());
        });
    }

    private void recordTwoHoursAndSealOne(Recording recording, SplittableRandom random) throws Exception {
        var metrics = new RandomMetrics(random.split());
        record(recording, metrics, random, 130);
        recording.host.pass(Duration.ofHours(1));
        record(recording, metrics, random, 40);
        var keeper = new SegmentKeeper(recording.store(), SegmentKeeper.OnWriter.DIRECTLY, recording.host::wall);
        assertThat(keeper.sealHour()).isTrue();
    }

    @Test
    void whatIsSealedHasTheSamePointsAndLongStepsComeFromRollUps() throws Exception {
        var random = new SplittableRandom(11);
        try (var recording = new Recording(folder.resolve("data"))) {
            recordTwoHoursAndSealOne(recording, random);
            Instant to = recording.host.wall().plusSeconds(1);
            for (String name : ChartTable.names()) {
                check(recording, name, Recording.BEGIN.plusSeconds(100), Recording.BEGIN.plusSeconds(700), 60);
            }
            for (String name : List.of("cpu", "memory", "load", "pressure", "networks", "filesystems")) {
                ChartTable table = ChartTable.named(name).orElseThrow();
                Instant from = Recording.BEGIN.minus(Duration.ofHours(1));
                Chart chart = charts.of(
                        recording.store(), new ChartQuestion(table, from, to, 100, table.metrics(), List.of()));
                assertThat(chart.resolution()).isEqualTo(Resolution.MINUTE);
                checkRoughly(name, chart, PlainChart.of(ticks, table, from, to, chart.step()));
            }
        }
    }

    /** Roll-ups have fewer digits, and do not weigh ticks by their intervals. */
    private static void checkRoughly(String name, Chart chart, Map<String, PlainChart.Bin> expected) {
        var seen = new TreeSet<String>();
        for (Chart.Series series : chart.series()) {
            for (Chart.Point point : series.points()) {
                String key = PlainChart.key(series.device(), series.metric(), point.beginMillis());
                PlainChart.Bin bin = requireNonNull(expected.get(key));
                assertThat(bin).as(name + " " + key).isNotNull();
                seen.add(key);
                assertThat(point.min()).as(key).isCloseTo(bin.min(), within(0.001 * Math.abs(bin.min()) + 1e-6));
                assertThat(point.max()).as(key).isCloseTo(bin.max(), within(0.001 * Math.abs(bin.max()) + 1e-6));
                assertThat(point.avg()).as(key).isCloseTo(bin.avg(), within(0.15 * Math.abs(bin.max()) + 1e-6));
            }
        }
        assertThat(seen).as(name).isEqualTo(expected.keySet());
    }

    @Test
    void theCourseOfAProcessIsWhatItsRowsSayTickByTick() throws Exception {
        var random = new SplittableRandom(12);
        try (var recording = new Recording(folder.resolve("data"))) {
            recordTwoHoursAndSealOne(recording, random);
            Instant to = recording.host.wall().plusSeconds(1);
            var pids = new TreeSet<Integer>();
            ticks.forEach(tick ->
                    tick.processes().forEach(process -> pids.add(process.key().pid())));
            for (int pid : pids) {
                ProcessHistory history = ProcessHistory.of(recording.store(), pid, null, Recording.BEGIN, to, 10_000)
                        .orElseThrow();
                checkCourse(history, pid);
            }
        }
    }

    private void checkCourse(ProcessHistory history, int pid) {
        var expected = new TreeMap<Long, PlainChart.Bin>();
        for (Tick tick : ticks) {
            tick.processes().stream()
                    .filter(process -> process.key().pid() == pid)
                    .filter(process -> Math.abs(process.key().startTicks() * 10_000
                                    - (tick.at().boottimeNanos() / 1000
                                            - Duration.between(
                                                                    history.process()
                                                                            .startTime(),
                                                                    tick.at().wall())
                                                            .toNanos()
                                                    / 1000))
                            < 30_000)
                    .forEach(process -> expected.computeIfAbsent(
                                    Math.floorDiv(
                                                    tick.at().wall().toEpochMilli(),
                                                    history.step().toMillis())
                                            * history.step().toMillis(),
                                    _ -> new PlainChart.Bin())
                            .add((double) process.figures().residentBytes(), 1));
        }
        var memory = history.series().stream()
                .filter(series -> series.metric().column().equals("mem_usage"))
                .flatMap(series -> series.points().stream())
                .toList();
        assertThat(memory)
                .as("pid " + pid)
                .extracting(Chart.Point::beginMillis)
                .containsExactlyElementsOf(expected.keySet());
        memory.forEach(point -> assertClose(
                "pid " + pid,
                point.avg(),
                requireNonNull(expected.get(point.beginMillis())).avg()));
    }

    private static void assertClose(String what, double actual, double expected) {
        assertThat(actual).as(what).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
    }

    @Test
    void aGapIsAGapAndNotALine() throws Exception {
        var random = new SplittableRandom(7);
        try (var recording = new Recording(folder.resolve("data"))) {
            var metrics = new RandomMetrics(random.split());
            record(recording, metrics, random, 30);
            Instant last = recording.host.wall();
            recording.stop();
            recording.host.pass(Duration.ofMinutes(30));
            Instant first = recording.host.wall();
            recording.start();
            record(recording, metrics, random, 30);
            for (HostTable host : List.of(HostTable.CPU, HostTable.FILESYSTEMS, HostTable.CGROUPS)) {
                ChartTable table = ChartTable.named(host.word()).orElseThrow();
                Chart chart = charts.of(
                        recording.store(),
                        new ChartQuestion(
                                table, last.minusSeconds(60), first.plusSeconds(60), 500, table.metrics(), List.of()));
                assertThat(chart.gaps()).as(host.word()).hasSize(1);
                assertThat(chart.series())
                        .isNotEmpty()
                        .allSatisfy(series -> assertThat(series.points())
                                .noneMatch(point -> point.beginMillis() > last.toEpochMilli()
                                        && point.beginMillis() < first.toEpochMilli() - 10_000));
            }
        }
    }

    @Test
    void onlyTheMostActiveDevicesAreShownAndOthersCanBeAskedFor() throws Exception {
        var random = new SplittableRandom(8);
        try (var recording = new Recording(folder.resolve("data"))) {
            record(recording, new RandomMetrics(random.split()), random, 100);
            ChartTable table = ChartTable.named("cgroups").orElseThrow();
            Instant to = recording.host.wall().plusSeconds(1);
            Chart few = charts.of(
                    recording.store(),
                    new ChartQuestion(table, to.minus(Duration.ofDays(2)), to, 10_000, table.metrics(), List.of()));
            assertThat(few.isTruncated()).isTrue();
            assertThat(few.series()).extracting(Chart.Series::device).containsOnly("/");
            Chart one = charts.of(
                    recording.store(),
                    new ChartQuestion(
                            table, to.minusSeconds(600), to, 60, metric(table, "cpu_usage"), List.of("/user.slice")));
            assertThat(one.isTruncated()).isFalse();
            assertThat(one.series()).hasSize(1);
        }
    }

    private static List<Metric> metric(ChartTable table, String name) {
        return List.of(table.metric(name).orElseThrow());
    }

    @Test
    void whatWasNeverRecordedHasNoPoints() throws Exception {
        try (var recording = new Recording(folder.resolve("data"))) {
            for (String name : ChartTable.names()) {
                ChartTable table = ChartTable.named(name).orElseThrow();
                Chart chart = charts.of(
                        recording.store(),
                        new ChartQuestion(
                                table, Instant.EPOCH, recording.host.wall(), 500, table.metrics(), List.of()));
                assertThat(chart.series()).as(name).isEmpty();
            }
        }
    }
}
