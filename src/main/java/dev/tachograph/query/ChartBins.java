package dev.tachograph.query;

import dev.tachograph.store.HostTable.Metric;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Points while they are made: what several questions found of one step is put together, by the ticks that each tells of. */
final class ChartBins {
    private record Key(String device, Metric metric) {}

    /** What is known of one step. */
    private static final class Bin {
        private double min = Double.POSITIVE_INFINITY;
        private double max = Double.NEGATIVE_INFINITY;
        private double sum;
        private double ticks;

        private void add(double least, double average, double most, double weight) {
            min = Math.min(min, least);
            max = Math.max(max, most);
            sum += average * weight;
            ticks += weight;
        }

        private Chart.Point point(long beginMillis) {
            return new Chart.Point(beginMillis, min, sum / ticks, max);
        }
    }

    private final long stepMicros;
    private final Map<Key, TreeMap<Long, Bin>> series = new HashMap<>();

    ChartBins(long stepMicros) {
        this.stepMicros = stepMicros;
    }

    /** Adds what some ticks told; nothing where that is nothing. */
    void add(
            long bin,
            String device,
            Metric metric,
            @Nullable Double min,
            @Nullable Double avg,
            @Nullable Double max,
            long ticks) {
        if (min == null || avg == null || max == null || ticks <= 0) {
            return;
        }
        series.computeIfAbsent(new Key(device, metric), _ -> new TreeMap<>())
                .computeIfAbsent(bin, _ -> new Bin())
                .add(min, avg, max, (double) ticks);
    }

    /** All series of these devices and figures that have a point, in their order. */
    List<Chart.Series> series(List<String> devices, List<Metric> metrics) {
        List<Chart.Series> found = new ArrayList<>();
        for (String device : devices) {
            for (Metric metric : metrics) {
                TreeMap<Long, Bin> bins = series.get(new Key(device, metric));
                if (bins != null) {
                    List<Chart.Point> points = new ArrayList<>(bins.size());
                    bins.forEach((bin, each) -> points.add(each.point(bin * stepMicros / 1000)));
                    found.add(new Chart.Series(device, metric, points));
                }
            }
        }
        return found;
    }
}
