package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.model.Gap;
import dev.tachograph.query.ProcessColumn;
import dev.tachograph.query.ProcessFilter;
import dev.tachograph.query.ProcessListing;
import dev.tachograph.query.ProcessRow;
import dev.tachograph.query.ProcessTable;
import dev.tachograph.query.ProcessTables;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/processes}. */
final class ProcessRoutes {
    private static final int MOST_ROWS = 100_000;
    private static final List<String> SORTS = Stream.concat(ProcessColumn.keys().stream(), Stream.of(ProcessListing.IO))
            .toList();

    private final Questions questions;
    private final InstantSource clock;

    ProcessRoutes(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    Route route() {
        return Route.get(
                "/api/processes", Set.of("at", "tz", "q", "sort", "order", "limit", "offset"), this::processes);
    }

    private Answer processes(ApiRequest request) {
        long began = System.nanoTime();
        Parameters parameters = request.parameters();
        Optional<Instant> at = new TimeParameters(parameters, clock.instant()).instant("at");
        String query = parameters.text("q").orElse("");
        String sort = parameters.oneOf("sort", SORTS).orElse(ProcessColumn.CPU_USAGE.key());
        String order = parameters.oneOf("order", List.of("asc", "desc")).orElse("desc");
        Long limit = boxed(parameters.wholeNumber("limit", 0, MOST_ROWS));
        long offset = parameters.wholeNumber("offset", 0, MOST_ROWS).orElse(0);
        ProcessTable table = table(request, at);
        ProcessListing listing =
                ProcessListing.of(table.rows(), ProcessFilter.parse(query), sort, order.equals("desc"), offset, limit);
        return Answer.ok(json -> JsonFields.object(json, fields -> {
            fields.value("timestamp", table.timestamp())
                    .value("tick", table.tick())
                    .value("interval_seconds", seconds(table.interval()))
                    .value("at", at.orElse(null))
                    .value("q", query)
                    .value("sort", sort)
                    .value("order", order)
                    .value("limit", limit)
                    .value("offset", offset)
                    .value("total", listing.total())
                    .value("truncated", listing.isTruncated())
                    .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                    .value("previous", table.previous())
                    .value("next", table.next());
            Gap gap = table.gap();
            if (gap == null) {
                fields.value("gap", null);
            } else {
                fields.object("gap", members -> HistoryRoutes.members(members, gap));
            }
            fields.array("processes", listing.rows(), ProcessRoutes::write);
        }));
    }

    private ProcessTable table(ApiRequest request, Optional<Instant> at) {
        return questions.ask(request, recorded -> {
            var tables = new ProcessTables(recorded, clock);
            return at.isPresent() ? tables.at(at.get()) : tables.newest();
        });
    }

    private static void write(JsonGenerator json, ProcessRow row) throws IOException {
        JsonFields.object(json, fields -> {
            for (ProcessColumn column : ProcessColumn.values()) {
                fields.value(column.key(), column.of(row));
            }
        });
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : Double.valueOf(duration.toNanos() / 1e9);
    }

    private static @Nullable Long boxed(OptionalLong number) {
        return number.isPresent() ? Long.valueOf(number.getAsLong()) : null;
    }
}
