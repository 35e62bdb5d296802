package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.model.Gap;
import dev.tachograph.query.CpuBalance;
import dev.tachograph.query.ExitGroup;
import dev.tachograph.query.HostFigures;
import dev.tachograph.query.ProcessColumn;
import dev.tachograph.query.ProcessFilter;
import dev.tachograph.query.ProcessListing;
import dev.tachograph.query.ProcessRow;
import dev.tachograph.query.ProcessTable;
import dev.tachograph.query.ProcessTables;
import dev.tachograph.query.TickFigures;
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

    /** What there is to be grouped by; the first is short for by name. */
    private static final List<String> EXITS =
            Stream.concat(Stream.of("true"), ExitGroup.By.keys().stream()).toList();

    private final Questions questions;
    private final InstantSource clock;

    ProcessRoutes(Questions questions, InstantSource clock) {
        this.questions = questions;
        this.clock = clock;
    }

    Route route() {
        return Route.get(
                "/api/processes",
                Set.of("at", "tz", "q", "sort", "order", "limit", "offset", "exits", "host"),
                this::processes);
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
        Optional<ExitGroup.By> exits = parameters.oneOf("exits", EXITS).map(ProcessRoutes::exits);
        boolean withHost = parameters.oneOf("host", List.of("true", "false")).equals(Optional.of("true"));
        ProcessTable table = table(request, at, exits.orElse(withHost ? ExitGroup.By.NAME : null));
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
            balance(fields, table.balance());
            TickFigures figures = table.figures();
            host(fields, withHost && figures != null ? figures.host() : null);
            if (exits.isPresent() && figures != null) {
                Double interval = seconds(table.interval());
                fields.array("exits", figures.exits(), (out, group) -> ExitRoutes.write(out, group, interval));
            } else {
                fields.value("exits", null);
            }
            fields.array("processes", listing.rows(), ProcessRoutes::write);
        }));
    }

    private static ExitGroup.By exits(String word) {
        return word.equals("true") ? ExitGroup.By.NAME : ExitGroup.By.ofKey(word);
    }

    private static void balance(JsonFields fields, @Nullable CpuBalance balance) throws IOException {
        if (balance == null) {
            fields.value("balance", null);
        } else {
            fields.object(
                    "balance",
                    members -> members.value("host_busy", balance.hostBusy())
                            .value("attributed", balance.attributed())
                            .value("exited", balance.exited())
                            .value("interrupt", balance.interrupt())
                            .value("unattributed", balance.unattributed()));
        }
    }

    private static void host(JsonFields fields, @Nullable HostFigures host) throws IOException {
        if (host == null) {
            fields.value("host", null);
        } else {
            fields.object(
                    "host",
                    members -> members.value("cpus", host.cpus())
                            .value("iowait", host.iowait())
                            .value("steal", host.steal())
                            .value("memory_total", host.memoryTotal())
                            .value("memory_available", host.memoryAvailable())
                            .value("swap_total", host.swapTotal())
                            .value("swap_free", host.swapFree())
                            .value("load1", host.load1())
                            .value("load5", host.load5())
                            .value("load15", host.load15())
                            .value("cpu_pressure", host.cpuPressure())
                            .value("memory_pressure", host.memoryPressure())
                            .value("io_pressure", host.ioPressure()));
        }
    }

    private ProcessTable table(ApiRequest request, Optional<Instant> at, ExitGroup.@Nullable By exits) {
        return questions.ask(request, recorded -> {
            var tables = new ProcessTables(recorded, clock, exits);
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
