package dev.tachograph.web;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures in the text format of Prometheus, made when somebody asks. What is not known is left out. */
final class Exposition {
    private static final PrometheusTextFormatWriter FORMAT = PrometheusTextFormatWriter.create();
    private static final double MICROS = 1e6;

    private final List<MetricSnapshot> snapshots = new ArrayList<>();

    /** What a figure is, by the values of its labels. */
    static final class Family {
        private final String[] names;
        private final Map<Labels, Double> values = new LinkedHashMap<>();

        private Family(String... names) {
            this.names = names;
        }

        /** One value; of two with the same labels the first counts. */
        Family value(@Nullable Number value, String... labels) {
            if (value != null) {
                values.putIfAbsent(Labels.of(names, labels), value.doubleValue());
            }
            return this;
        }
    }

    /** A figure that several devices have. */
    static Family by(String... names) {
        return new Family(names);
    }

    Exposition gauge(String name, String help, @Nullable Number value) {
        return gauge(name, help, by().value(value));
    }

    Exposition gauge(String name, String help, Family family) {
        if (!family.values.isEmpty()) {
            var gauge = GaugeSnapshot.builder().name(name).help(help);
            family.values.forEach((labels, value) -> gauge.dataPoint(
                    GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
            snapshots.add(gauge.build());
        }
        return this;
    }

    /** @param name without its end {@code _total} */
    Exposition counter(String name, String help, @Nullable Number value) {
        if (value != null) {
            snapshots.add(CounterSnapshot.builder()
                    .name(name)
                    .help(help)
                    .dataPoint(CounterDataPointSnapshot.builder()
                            .value(value.doubleValue())
                            .build())
                    .build());
        }
        return this;
    }

    /** An amount of an interval as a rate per second, or as a part of it; {@code null} where one of the two is not known. */
    static @Nullable Double rate(@Nullable Long amount, @Nullable Long intervalMicros) {
        return amount == null || intervalMicros == null ? null : Double.valueOf(amount * MICROS / intervalMicros);
    }

    /** Microseconds of an interval as a part of it. */
    static @Nullable Double ratio(@Nullable Long micros, @Nullable Long intervalMicros) {
        return micros == null || intervalMicros == null ? null : Double.valueOf((double) micros / intervalMicros);
    }

    Answer answer() {
        return new Answer.Plain(FORMAT.getContentType(), this::write);
    }

    private void write(OutputStream out) throws IOException {
        FORMAT.write(out, new MetricSnapshots(snapshots));
    }
}
