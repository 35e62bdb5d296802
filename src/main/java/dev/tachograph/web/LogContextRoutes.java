package dev.tachograph.web;

import dev.tachograph.linux.Host;
import dev.tachograph.query.LineProcess;
import dev.tachograph.query.LogColumn;
import dev.tachograph.query.LogSurroundings;
import dev.tachograph.query.ProcessColumn;
import dev.tachograph.query.ProcessRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** {@code GET /api/logs/around} and {@code GET /api/logs/process}: what is near one line. */
final class LogContextRoutes {
    private static final int USUAL_LINES = 50;
    private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();

    private final Questions questions;
    private final InstantSource clock;

    LogContextRoutes(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/logs/around", Set.of("line", "lines", "seconds", "columns"), this::around),
                Route.get("/api/logs/process", Set.of("line"), this::process));
    }

    private Answer around(ApiRequest request) {
        long began = System.nanoTime();
        Parameters parameters = request.parameters();
        long line = line(parameters);
        OptionalLong count = parameters.wholeNumber("lines", 0, LogSurroundings.MOST_LINES);
        OptionalLong seconds = parameters.wholeNumber("seconds", 0, MOST_SECONDS);
        if (count.isPresent() && seconds.isPresent()) {
            throw new ProblemException(Problem.parameter("seconds", "either lines or seconds"));
        }
        List<LogColumn> columns = new ArrayList<>(List.of(LogColumn.LINE));
        columns.addAll(new LogParameters(parameters, clock.instant()).columns());
        LogSurroundings around = questions
                .ask(
                        request,
                        recorded -> seconds.isPresent()
                                ? LogSurroundings.ofTime(recorded, line, Duration.ofSeconds(seconds.getAsLong()))
                                : LogSurroundings.ofLines(recorded, line, (int) count.orElse(USUAL_LINES)))
                .orElseThrow(() -> missing(line));
        double elapsed = (System.nanoTime() - began) / 1e6;
        var writer = new LogWriter(questions, request, columns);
        List<LogColumn> shown = columns.subList(1, columns.size());
        return Answer.ok(json -> JsonFields.object(json, fields -> {
            fields.value("line", line)
                    .value(
                            "total",
                            around.isTruncated()
                                    ? null
                                    : Long.valueOf(around.keys().size()))
                    .value("truncated", around.isTruncated())
                    .value("elapsed_ms", elapsed);
            json.writeArrayFieldStart("lines");
            writer.write(
                    json,
                    around.keys(),
                    (out, row) -> JsonFields.object(out, members -> {
                        LogWriter.members(members, shown, LogWriter.withoutNumber(row));
                        members.value("marked", Long.valueOf(line).equals(row[0]));
                    }));
            json.writeEndArray();
        }));
    }

    private Answer process(ApiRequest request) {
        long began = System.nanoTime();
        long line = line(request.parameters());
        LineProcess found = questions
                .ask(request, recorded -> LineProcess.of(recorded, clock, Host.name(), line))
                .orElseThrow(() -> missing(line));
        ProcessRow process = found.process();
        return Answer.ok(json -> JsonFields.object(json, fields -> {
            fields.value("line", line)
                    .value("timestamp", found.timestamp())
                    .value("pid", found.pid())
                    .value("at", found.at())
                    .value("reason", found.reason());
            if (process == null) {
                fields.value("process", null);
            } else {
                fields.object("process", members -> {
                    for (ProcessColumn column : ProcessColumn.values()) {
                        members.value(column.key(), column.of(process));
                    }
                });
            }
            fields.value("elapsed_ms", (System.nanoTime() - began) / 1e6);
        }));
    }

    private static long line(Parameters parameters) {
        return parameters
                .wholeNumber("line", 1, Long.MAX_VALUE - 1)
                .orElseThrow(() -> new ProblemException(Problem.parameter("line", "the number of a line is missing")));
    }

    private static ProblemException missing(long line) {
        return new ProblemException(
                Problem.of(404, "there is no line %d: it is not kept any more, or never was".formatted(line)));
    }
}
