package dev.tachograph.cli;

import static dev.tachograph.cli.Table.Column.numbers;
import static dev.tachograph.cli.Table.Column.words;

import dev.tachograph.settings.SettingsException;
import dev.tachograph.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "exits",
        header = "Processes that ended, those among them that lived too short for the process table.",
        description = "Without --since those of the last hour, the newest first.",
        footer = {
            "",
            "Examples:",
            "  tachograph exits",
            "  tachograph exits --by name --since -5m",
            "  tachograph exits --unit backup.service --sort memory --since yesterday"
        })
final class ExitsCommand implements Callable<Integer> {

    /** What the list is ordered by, largest first. */
    enum Order {
        TIME("timestamp"),
        CPU("cpu_time"),
        DURATION("duration"),
        MEMORY("peak_mem_usage");

        private final String column;

        Order(String column) {
            this.column = column;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<Table.Column> EXITS = List.of(
            words("ENDED"),
            numbers("PID"),
            words("NAME"),
            words("EXIT"),
            numbers("LIVED"),
            numbers("CPU TIME"),
            numbers("PEAK RSS"),
            words("UNIT"),
            words("COMMAND"));

    private static final List<Table.Column> GROUPS = List.of(
            numbers("ENDED"),
            numbers("FAILED"),
            numbers("CPU TIME"),
            numbers("PEAK RSS"),
            words("LAST"),
            words("WHAT"));

    private final Console console;
    private final Recorders recorders;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--since", paramLabel = "TIME", description = "The begin; otherwise an hour before the end.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "The end; otherwise now.")
    private @Nullable Instant until;

    @Option(names = "--name", paramLabel = "NAME", description = "Only programs of this name.")
    private @Nullable String name;

    @Option(names = "--unit", paramLabel = "UNIT", description = "Only those of this systemd unit.")
    private @Nullable String unit;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            defaultValue = "time",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Order sort = Order.TIME;

    @Option(names = "--by", paramLabel = "WHAT", description = "Groups: name, unit, container or user.")
    private @Nullable Grouping by;

    @Option(
            names = "-n",
            paramLabel = "ROWS",
            defaultValue = "50",
            description = "How many rows, 1 to 10000; default ${DEFAULT-VALUE}.")
    private Count limit = new Count(50);

    @Option(names = "--json", description = "Print the body of GET /api/exits.")
    private boolean json;

    ExitsCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        CommandFailure.unlessInOrder("--since", since, "--until", until, console.zone());
        if (by == Grouping.PROCESS) {
            throw CommandFailure.wrongUse(
                    "--by takes name, unit, container or user; without it there is a row for each");
        }
        try (var recorder = recorders.find(dataDirectory.path)) {
            recorder.announce(console);
            Reply reply = recorder.api().get("/api/exits", parameters());
            JsonValue answer = reply.json();
            console.print(json ? TerminalJson.of(reply.lines()) : render(answer));
            return ExitCode.FINE;
        }
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        put(parameters, "from", since);
        put(parameters, "to", until);
        put(parameters, "name", name);
        put(parameters, "unit", unit);
        put(parameters, "by", by);
        parameters.put("sort", sort.column);
        parameters.put("limit", Integer.toString(limit.value()));
        return parameters;
    }

    private static void put(Map<String, String> parameters, String parameter, @Nullable Object value) {
        if (value != null) {
            parameters.put(parameter, value.toString());
        }
    }

    private String render(JsonValue answer) {
        Paper paper = console.paper().get();
        boolean areGroups = !answer.get("groups").isNull();
        var table = new Table(areGroups ? GROUPS : EXITS);
        List<JsonValue> rows = answer.get(areGroups ? "groups" : "exits").items();
        rows.forEach(row -> table.row(areGroups ? group(row) : exit(row)));
        return Printable.clip(head(answer), paper.columns())
                + '\n'
                + answer.get("gaps").items().stream()
                        .map(gap -> "not recorded: " + GapText.of(gap, console.zone()) + '\n')
                        .collect(Collectors.joining())
                + (rows.isEmpty() ? "" : table.render(paper));
    }

    private String head(JsonValue answer) {
        @Nullable Instant from = answer.get("from").instant();
        @Nullable Instant to = answer.get("to").instant();
        OptionalDouble total = answer.get("total").number();
        return Figures.count(total)
                + (total.orElse(0) == 1 ? " process ended" : " processes ended")
                + (from == null ? "" : " from " + Figures.instant(from, console.zone()))
                + (to == null ? "" : " to " + Figures.instant(to, console.zone()))
                + ", with " + Figures.cpuTime(answer.get("cpu_time").number()) + " of CPU time";
    }

    private String time(JsonValue timestamp) {
        @Nullable Instant at = timestamp.instant();
        return at == null ? Figures.UNKNOWN : Figures.instant(at, console.zone());
    }

    private String[] exit(JsonValue exit) {
        return new String[] {
            time(exit.get("timestamp")),
            Figures.fixed(exit.get("pid").number(), 0),
            exit.get("name").textOr(Figures.UNKNOWN),
            ending(exit),
            Figures.age(exit.get("duration").number()),
            Figures.cpuTime(exit.get("cpu_time").number()),
            Figures.shortBytes(exit.get("peak_mem_usage").number()),
            exit.get("unit").textOr(exit.get("container_name").textOr(Figures.UNKNOWN)),
            exit.get("cmdline").textOr(Figures.UNKNOWN)
        };
    }

    /** The exit code, or the signal by its name. */
    private static String ending(JsonValue exit) {
        OptionalDouble signal = exit.get("signal").number();
        if (signal.isPresent()) {
            return Signal.name((int) signal.getAsDouble())
                    + (exit.get("core_dumped") == JsonValue.Constant.TRUE ? " core" : "");
        }
        return Figures.fixed(exit.get("exit_code").number(), 0);
    }

    private String[] group(JsonValue group) {
        OptionalDouble failed = group.get("failed").number();
        return new String[] {
            Figures.count(group.get("count").number()),
            failed.orElse(0) == 0 ? "" : Figures.count(failed),
            Figures.cpuTime(group.get("cpu_time").number()),
            Figures.shortBytes(group.get("peak_mem_usage").number()),
            time(group.get("last")),
            group.get("value").textOr(Figures.UNKNOWN)
        };
    }
}
