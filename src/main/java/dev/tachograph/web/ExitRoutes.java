package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.query.ExitColumn;
import dev.tachograph.query.ExitGroup;
import dev.tachograph.query.ExitQuestion;
import dev.tachograph.query.Exits;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/exits}. */
final class ExitRoutes {
    /** They are held all at once, a kilobyte or more each, and the recorder's heap is small. */
    private static final int MOST_ROWS = 10_000;
    /** How much more room than the key of a line of the log one of them takes. */
    private static final int KEYS = 20;

    private static final int USUAL_ROWS = 1000;

    private final Questions questions;
    private final InstantSource clock;

    ExitRoutes(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    Route route() {
        return Route.get("/api/exits", Set.of("from", "to", "tz", "name", "unit", "sort", "by", "limit"), this::exits);
    }

    private Answer exits(ApiRequest request) {
        long began = System.nanoTime();
        Parameters parameters = request.parameters();
        RangeParameters range = RangeParameters.lastHour(parameters, clock.instant());
        var question = new ExitQuestion(
                range.from(),
                range.to(),
                parameters.text("name").orElse(null),
                parameters.text("unit").orElse(null));
        ExitColumn sort =
                ExitColumn.ofKey(parameters.oneOf("sort", ExitColumn.keys()).orElse(ExitColumn.TIMESTAMP.key()));
        Optional<ExitGroup.By> by = parameters.oneOf("by", ExitGroup.By.keys()).map(ExitGroup.By::ofKey);
        int limit = (int) parameters.wholeNumber("limit", 0, MOST_ROWS).orElse(USUAL_ROWS);
        AnswerRoom.Share share = questions.room().take(limit <= AnswerRoom.SHORT ? 0 : limit * KEYS);
        Exits exits = find(request, question, sort, by, limit, share);
        long told = by.isPresent()
                ? exits.groups().stream().mapToLong(ExitGroup::count).sum()
                : exits.shown().size();
        JsonBody body = json -> JsonFields.object(json, fields -> {
            fields.value("total", exits.total())
                    .value("truncated", told < exits.total())
                    .value("from", range.from())
                    .value("to", range.to())
                    .value("name", question.name())
                    .value("unit", question.unit())
                    .value("sort", sort.key())
                    .value("by", by.map(ExitGroup.By::key).orElse(null))
                    .value("limit", limit)
                    .value("cpu_time", seconds(exits.cpuMicros()))
                    .value("elapsed_ms", (System.nanoTime() - began) / 1e6);
            fields.array(
                    "gaps",
                    exits.gaps(),
                    (out, gap) -> JsonFields.object(out, members -> HistoryRoutes.members(members, gap)));
            if (by.isPresent()) {
                fields.array("groups", exits.groups(), (out, group) -> write(out, group, null));
            } else {
                fields.value("groups", null);
            }
            fields.array("exits", exits.shown(), ExitRoutes::write);
        });
        return Answer.ok(json -> {
            try (share) {
                body.write(json);
            }
        });
    }

    /** What was found, with as much of the share as it needs; without an answer nothing is left of the share. */
    private Exits find(
            ApiRequest request,
            ExitQuestion question,
            ExitColumn sort,
            Optional<ExitGroup.By> by,
            int limit,
            AnswerRoom.Share share) {
        int rows = 0;
        try {
            Exits exits = questions.ask(
                    request,
                    recorded -> by.isPresent()
                            ? Exits.groups(recorded, question, by.get(), limit)
                            : Exits.list(recorded, question, sort, limit));
            rows = exits.shown().size() + exits.groups().size();
            return exits;
        } finally {
            share.shrinkTo(rows * KEYS);
        }
    }

    /** @param intervalSeconds over which they ended, where that is of one tick */
    static void write(JsonGenerator json, ExitGroup group, @Nullable Double intervalSeconds) throws IOException {
        Long cpu = group.shortMicros();
        JsonFields.object(json, fields -> {
            fields.value("value", group.value())
                    .value("count", group.count())
                    .value("failed", group.failed())
                    .value("cpu_time", seconds(group.cpuMicros()));
            if (intervalSeconds != null) {
                fields.value("cpu_usage", cpu == null ? null : Double.valueOf(cpu / 1e4 / intervalSeconds));
            }
            fields.value("peak_mem_usage", group.peakResidentBytes())
                    .value("first", group.first())
                    .value("last", group.last());
        });
    }

    static void write(JsonGenerator json, ProcessExit exit) throws IOException {
        JsonFields.object(json, fields -> members(fields, exit));
    }

    static void members(JsonFields fields, ProcessExit exit) throws IOException {
        ControlGroup group = exit.group();
        fields.value("timestamp", exit.ended())
                .value("pid", exit.pid())
                .value("parent_pid", exit.parentPid())
                .value("start_time", exit.started())
                .value("duration", seconds(exit.durationMicros()))
                .value("exit_code", exit.exitCode())
                .value("signal", exit.signal())
                .value("core_dumped", exit.coreDumped())
                .value("cpu_time", seconds(exit.cpuMicros()))
                .value("peak_mem_usage", exit.peakResidentBytes())
                .value("read_bytes", exit.readBytes())
                .value("write_bytes", exit.writtenBytes())
                .value("name", exit.name())
                .value("cmdline", exit.cmdline())
                .value("user", exit.user())
                .value("user_id", exit.userId())
                .value("unit", group.unit())
                .value("user_unit", group.userUnit())
                .value("slice", group.slice())
                .value("session", group.session())
                .value("container", group.container())
                .value("container_runtime", group.runtime())
                .value("container_name", group.containerName())
                .value("cgroup", group.path())
                .value("source", exit.source().word());
    }

    static @Nullable Double seconds(@Nullable Long micros) {
        return micros == null ? null : Double.valueOf(micros / 1e6);
    }
}
