package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.query.Chart;
import dev.tachograph.query.ChartQuestion;
import dev.tachograph.query.ChartTable;
import dev.tachograph.query.Charts;
import dev.tachograph.store.HostTable.Metric;
import dev.tachograph.text.Spelling;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/metrics/{table}}. */
final class MetricRoutes {
    private static final int USUAL_POINTS = 500;
    private static final int MOST_DEVICES = 1000;

    private final Questions questions;
    private final InstantSource clock;
    private final Charts charts = new Charts();

    MetricRoutes(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    Route route() {
        return Route.get(
                "/api/metrics/{table}", Set.of("from", "to", "tz", "points", "metrics", "device"), this::metrics);
    }

    private Answer metrics(ApiRequest request) {
        long began = System.nanoTime();
        Parameters parameters = request.parameters();
        ChartTable table = table(request.part(2));
        RangeParameters range = RangeParameters.lastHour(parameters, clock.instant());
        int points = (int)
                parameters.wholeNumber("points", 1, ChartQuestion.MOST_POINTS).orElse(USUAL_POINTS);
        var question = new ChartQuestion(
                table, range.from(), range.to(), points, metrics(table, parameters), devices(table, parameters));
        ChartRoom.Drawn<Chart> drawn = questions
                .charts()
                .draw(
                        request.cancellation(),
                        () -> questions.ask(request, recorded -> charts.of(recorded, question)),
                        MetricRoutes::points);
        JsonBody body = body(table, points, drawn.chart(), began);
        return Answer.ok(json -> {
            try (drawn) {
                body.write(json);
            }
        });
    }

    private static int points(Chart chart) {
        return chart.series().stream()
                .mapToInt(series -> series.points().size())
                .sum();
    }

    private static JsonBody body(ChartTable table, int points, Chart chart, long began) {
        return json -> JsonFields.object(
                json,
                fields -> fields.value("table", table.name())
                        .value("from", chart.from())
                        .value("to", chart.to())
                        .value("points", points)
                        .value("step_ms", chart.step().toMillis())
                        .value("resolution", chart.resolution().word())
                        .value("resolution_reason", chart.reason())
                        .value("interval_ms", millis(chart))
                        .value("total", chart.series().size())
                        .value("truncated", chart.isTruncated())
                        .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                        .array(
                                "gaps",
                                chart.gaps(),
                                (out, gap) -> JsonFields.object(out, members -> HistoryRoutes.members(members, gap)))
                        .array("series", chart.series(), MetricRoutes::write));
    }

    private static @Nullable Long millis(Chart chart) {
        Duration interval = chart.interval();
        return interval == null ? null : Long.valueOf(interval.toMillis());
    }

    private static ChartTable table(String name) {
        return ChartTable.named(name)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        404,
                        "there is no table '%s' among %s%s"
                                .formatted(
                                        Parameters.shown(name),
                                        String.join(", ", ChartTable.names()),
                                        Spelling.didYouMean(name, ChartTable.names())))));
    }

    private static List<Metric> metrics(ChartTable table, Parameters parameters) {
        var metrics = new LinkedHashSet<Metric>();
        for (String name : parameters.list("metrics", table.metrics().size())) {
            metrics.add(table.metric(name).orElseThrow(() -> noMetric(table, name)));
        }
        return metrics.isEmpty() ? table.metrics() : List.copyOf(metrics);
    }

    private static ProblemException noMetric(ChartTable table, String name) {
        List<String> names = table.metrics().stream().map(Metric::column).toList();
        return new ProblemException(Problem.parameter(
                "metrics",
                "'%s' is no figure of %s, which has %s%s"
                        .formatted(
                                Parameters.shown(name),
                                table.name(),
                                String.join(", ", names),
                                Spelling.didYouMean(name, names))));
    }

    private static List<String> devices(ChartTable table, Parameters parameters) {
        List<String> devices = parameters.list("device", MOST_DEVICES);
        if (table.device() == null && !devices.isEmpty()) {
            throw new ProblemException(
                    Problem.parameter("device", "%s has no devices: leave it out".formatted(table.name())));
        }
        return devices;
    }

    private static void write(JsonGenerator json, Chart.Series series) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("device", series.device().isEmpty() ? null : series.device())
                        .value("metric", series.metric().column())
                        .value("unit", series.metric().unit().word())
                        .array("points", series.points(), MetricRoutes::write));
    }

    static void write(JsonGenerator json, Chart.Point point) throws IOException {
        json.writeStartArray();
        json.writeNumber(point.beginMillis());
        JsonFields.writeNumber(json, point.min());
        JsonFields.writeNumber(json, point.avg());
        JsonFields.writeNumber(json, point.max());
        json.writeEndArray();
    }
}
