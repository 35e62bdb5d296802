package dev.tachograph.query;

import dev.tachograph.model.Gap;
import dev.tachograph.store.HostTable.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The course of some figures over a range.
 *
 * @param step how much time a point stands for; points begin at multiples of it since 1970
 * @param resolution what they are made from
 * @param reason why from that, for people
 * @param interval from one tick to the next, mostly; {@code null} where that is not known
 * @param isTruncated whether there are devices that are left out
 * @param gaps stretches for which something was not recorded, newest first
 */
public record Chart(
        Instant from,
        Instant to,
        Duration step,
        Resolution resolution,
        String reason,
        @Nullable Duration interval,
        List<Series> series,
        boolean isTruncated,
        List<Gap> gaps) {
    public Chart {
        series = List.copyOf(series);
        gaps = List.copyOf(gaps);
    }

    /**
     * One figure of one device.
     *
     * @param device empty where there is only one
     * @param points in the order of time; none for a step in which nothing is known
     */
    public record Series(String device, Metric metric, List<Point> points) {
        public Series {
            points = List.copyOf(points);
        }
    }

    /**
     * What a figure was within one step.
     *
     * @param beginMillis begin of the step, since 1970
     */
    public record Point(long beginMillis, double min, double avg, double max) {}
}
