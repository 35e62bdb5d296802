package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.query.Chart;
import dev.tachograph.query.ChartQuestion;
import dev.tachograph.query.ProcessHistory;
import dev.tachograph.query.ProcessInstance;
import dev.tachograph.query.Resolution;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/processes/{pid}/history}. */
final class ProcessHistoryRoute {
    private static final int USUAL_POINTS = 500;

    private final Questions questions;
    private final InstantSource clock;

    ProcessHistoryRoute(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    Route route() {
        return Route.get(
                "/api/processes/{pid}/history", Set.of("start_time", "from", "to", "tz", "points"), this::history);
    }

    private Answer history(ApiRequest request) {
        long began = System.nanoTime();
        Parameters parameters = request.parameters();
        int pid = pid(request.part(2));
        Instant now = clock.instant();
        RangeParameters range = RangeParameters.lastHour(parameters, now);
        Instant startTime =
                new TimeParameters(parameters, now).instant("start_time").orElse(null);
        int points = (int)
                parameters.wholeNumber("points", 1, ChartQuestion.MOST_POINTS).orElse(USUAL_POINTS);
        ChartRoom.Drawn<ProcessHistory> drawn = questions
                .charts()
                .draw(
                        request.cancellation(),
                        () -> questions
                                .ask(
                                        request,
                                        recorded -> ProcessHistory.of(
                                                recorded, pid, startTime, range.from(), range.to(), points))
                                .orElseThrow(() -> missing(pid, startTime, range)),
                        ProcessHistoryRoute::points);
        JsonBody body = body(drawn.chart(), range, points, began);
        return Answer.ok(json -> {
            try (drawn) {
                body.write(json);
            }
        });
    }

    private static int points(ProcessHistory history) {
        return history.series().stream()
                .mapToInt(series -> series.points().size())
                .sum();
    }

    private static JsonBody body(ProcessHistory history, RangeParameters range, int points, long began) {
        return json -> JsonFields.object(json, fields -> {
            members(fields, history.process());
            ProcessExit exit = history.exit();
            if (exit == null) {
                fields.value("exit", null);
            } else {
                fields.object("exit", members -> ExitRoutes.members(members, exit));
            }
            Duration interval = history.interval();
            fields.value("from", range.from())
                    .value("to", range.to())
                    .value("points", points)
                    .value("step_ms", history.step().toMillis())
                    .value("resolution", Resolution.TICK.word())
                    .value("interval_ms", interval == null ? null : Long.valueOf(interval.toMillis()))
                    .value("total", history.series().size())
                    .value("truncated", false)
                    .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                    .array(
                            "instances",
                            history.others(),
                            (out, other) -> JsonFields.object(out, members -> members(members, other)))
                    .array(
                            "gaps",
                            history.gaps(),
                            (out, gap) -> JsonFields.object(out, members -> HistoryRoutes.members(members, gap)))
                    .array("series", history.series(), ProcessHistoryRoute::write);
        });
    }

    private static int pid(String text) {
        try {
            int pid = Integer.parseInt(text);
            if (pid > 0) {
                return pid;
            }
        } catch (NumberFormatException _) {
            // the sentence below covers it
        }
        throw new ProblemException(Problem.of(404, "'%s' is not a pid".formatted(Parameters.shown(text))));
    }

    private static ProblemException missing(int pid, @Nullable Instant startTime, RangeParameters range) {
        return new ProblemException(Problem.of(
                404,
                "no process %d%s was seen from %s to %s"
                        .formatted(
                                pid,
                                startTime == null ? "" : " that began at " + startTime,
                                range.from(),
                                range.to())));
    }

    private static void members(JsonFields fields, ProcessInstance process) throws IOException {
        fields.value("pid", process.pid())
                .value("start_time", process.startTime())
                .value("name", process.name())
                .value("cmdline", process.cmdline())
                .value("user", process.user())
                .value("unit", process.unit())
                .value("container", process.container())
                .value("first_seen", process.firstSeen())
                .value("last_seen", process.lastSeen());
    }

    private static void write(JsonGenerator json, Chart.Series series) throws IOException {
        JsonFields.object(
                json,
                fields -> fields.value("metric", series.metric().column())
                        .value("unit", series.metric().unit().word())
                        .array("points", series.points(), MetricRoutes::write));
    }
}
