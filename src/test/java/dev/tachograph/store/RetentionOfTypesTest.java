package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.settings.Settings.Retention;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Host metrics, minutes and hours have limits of their own: what goes by one of them is of that type alone. */
@Timeout(120)
class RetentionOfTypesTest {
    private static final long LARGE = 1_000_000_000;
    private static final Limit ALL = new Limit(30, LARGE);
    private static final int TICKS = 3;
    private static final int DAYS = 3;

    @TempDir
    private Path folder;

    private Path data;
    private Recording recording;

    @BeforeEach
    void open() throws Exception {
        data = folder.resolve("data");
        recording = new Recording(data);
    }

    private void recordSomeDays() throws Exception {
        for (int hour = 0; hour < DAYS * 24; hour += 6) {
            recording.ticks(TICKS);
            recording.host.pass(Duration.ofHours(6).minus(Recording.INTERVAL.multipliedBy(TICKS)));
        }
        recording.tick();
        cleanUp(ALL, ALL);
    }

    @AfterEach
    void close() {
        recording.close();
    }

    private void cleanUp(Limit metrics, Limit rollups) {
        var retention = new Retention(ALL, ALL, metrics, rollups, Duration.ofMinutes(10), 1, true);
        new CleanUp(
                        recording.store(),
                        SegmentKeeper.OnWriter.DIRECTLY,
                        retention,
                        new DiskRoom(data, 1, false),
                        recording.host::wall)
                .run(() -> false);
        assertThat(recording.store().status().upkeep().failures()).isEmpty();
    }

    private List<Segment> segments(Segment.Type type) {
        return recording.segments(type);
    }

    private long bytes(Segment.Type type) {
        return segments(type).stream().mapToLong(Segment::bytes).sum();
    }

    private List<Segment> except(Segment.Type first, Segment.Type... more) {
        Set<Segment.Type> changed = EnumSet.of(first, more);
        return recording.store().segments().stream()
                .filter(segment -> !changed.contains(segment.type()))
                .toList();
    }

    private void assertKeptFrom(Instant limit, Segment.Type type) {
        assertThat(segments(type)).as(type.word()).isNotEmpty();
        assertThat(segments(type).getFirst().to()).as(type.word()).isAfter(limit);
        assertThat(segments(type).getFirst().from()).as(type.word()).isBefore(limit.plus(Duration.ofDays(1)));
    }

    @Test
    void metricsPastTheirAgeGoAlone() throws Exception {
        recordSomeDays();
        List<Segment> others = except(Segment.Type.METRICS);
        cleanUp(new Limit(1, LARGE), ALL);
        assertKeptFrom(recording.host.wall().minus(Duration.ofDays(1)), Segment.Type.METRICS);
        assertThat(except(Segment.Type.METRICS)).isEqualTo(others);
    }

    @Test
    void metricsOverTheirSizeGoAloneTheOldestFirst() throws Exception {
        recordSomeDays();
        List<Segment> others = except(Segment.Type.METRICS);
        List<Segment> before = segments(Segment.Type.METRICS);
        long limit = hotMetricBytes() + bytes(Segment.Type.METRICS) / 2;
        cleanUp(new Limit(30, limit), ALL);
        List<Segment> left = segments(Segment.Type.METRICS);
        assertThat(hotMetricBytes() + bytes(Segment.Type.METRICS)).isLessThanOrEqualTo(limit);
        assertThat(left).isNotEmpty().isEqualTo(before.subList(before.size() - left.size(), before.size()));
        assertThat(left.size()).isLessThan(before.size());
        assertThat(except(Segment.Type.METRICS)).isEqualTo(others);
    }

    private long hotMetricBytes() throws Exception {
        try (Connection connection = recording.store().connect()) {
            return HotFigures.read(connection).metricBytes();
        }
    }

    @Test
    void minutesAndHoursPastTheirAgeGoAndWhatTheySumUpStays() throws Exception {
        recordSomeDays();
        List<Segment> others = except(Segment.Type.MINUTES, Segment.Type.HOURS);
        cleanUp(ALL, new Limit(1, LARGE));
        Instant limit = recording.host.wall().minus(Duration.ofDays(1));
        assertKeptFrom(limit, Segment.Type.MINUTES);
        assertKeptFrom(limit, Segment.Type.HOURS);
        assertThat(except(Segment.Type.MINUTES, Segment.Type.HOURS)).isEqualTo(others);
    }

    @Test
    void hoursGetAThirdOfTheSizeAndMinutesWhatTheyLeave() throws Exception {
        recordSomeDays();
        List<Segment> others = except(Segment.Type.MINUTES, Segment.Type.HOURS);
        long limit = bytes(Segment.Type.HOURS) * 2; // so that a third is less than they take
        cleanUp(ALL, new Limit(30, limit));
        assertThat(bytes(Segment.Type.HOURS)).isPositive().isLessThanOrEqualTo(limit / 3);
        assertThat(bytes(Segment.Type.MINUTES)).isPositive();
        assertThat(bytes(Segment.Type.MINUTES) + bytes(Segment.Type.HOURS)).isLessThanOrEqualTo(limit);
        assertThat(except(Segment.Type.MINUTES, Segment.Type.HOURS)).isEqualTo(others);
    }

    @Test
    void whatHoursDoNotNeedOfTheirThirdIsForMinutes() {
        var all = new Limit(5, 300);
        assertThat(RollUpLimits.hours(all)).isEqualTo(new Limit(5, 100));
        assertThat(RollUpLimits.minutes(all, 40)).isEqualTo(new Limit(5, 260));
        assertThat(RollUpLimits.minutes(all, 150)).isEqualTo(new Limit(5, 200));
    }
}
