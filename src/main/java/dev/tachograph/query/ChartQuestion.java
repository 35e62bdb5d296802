package dev.tachograph.query;

import dev.tachograph.store.HostTable.Metric;
import java.time.Instant;
import java.util.List;

/**
 * What a chart is to show.
 *
 * @param mostPoints how many points each series may have, apart from one that is cut in two
 * @param metrics of the table
 * @param devices empty for the most active ones
 */
public record ChartQuestion(
        ChartTable table, Instant from, Instant to, int mostPoints, List<Metric> metrics, List<String> devices) {
    /** More points than any screen has. */
    public static final int MOST_POINTS = 10_000;

    public ChartQuestion {
        metrics = List.copyOf(metrics);
        devices = List.copyOf(devices);
    }
}
