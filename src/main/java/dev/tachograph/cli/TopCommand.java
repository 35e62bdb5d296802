package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "top",
        header = "The process table, now or at any recorded instant.",
        description = {
            "CPU%% is percent of one core over the interval before the tick: a busy process of 4 threads shows 400.",
            "What isn't known is a dash. In a pipe nothing is cut off.",
            "Below the processes stands who used the rest of the host's CPU time, so that the sum is that of the host."
        },
        footer = {
            "",
            "The words filter: jvsvc (these letters in this order), 'java (as it stands), ^java (begin), java$ (end),",
            "!test (without), user:app pid: name: cmd: unit: container: status: (only this field).",
            "",
            "Examples:",
            "  tachograph top",
            "  tachograph top --at 03:12 --sort memory",
            "  tachograph top --at 'yesterday 03:12' -n 5 user:postgres",
            "  tachograph top --by unit",
            "  tachograph top --watch --sort io '!kworker'"
        })
final class TopCommand implements Callable<Integer> {

    /** What the table is ordered by, largest first. */
    enum Order {
        CPU("cpu_usage"),
        MEMORY("mem_usage"),
        IO("io");

        private final String column;

        Order(String column) {
            this.column = column;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Console console;
    private final Recorders recorders;
    private final Watch.Pause pause;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--at", paramLabel = "TIME", description = "The instant; otherwise the newest tick.")
    private @Nullable Instant at;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            defaultValue = "cpu",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Order sort = Order.CPU;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "process",
            description = "What stands in a row: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private Grouping by = Grouping.PROCESS;

    @Option(
            names = "-n",
            paramLabel = "ROWS",
            defaultValue = "20",
            description = "How many rows, 1 to 100000; default ${DEFAULT-VALUE}.")
    private Count limit = new Count(20);

    @Option(names = "--json", description = "Print the body of GET /api/processes.")
    private boolean json;

    @Option(names = "--watch", description = "Show each new tick until Ctrl-C.")
    private boolean watch;

    @Parameters(paramLabel = "WORD", arity = "0..*", description = "The filter; all words have to match.")
    private List<String> words = List.of();

    TopCommand(Console console, Recorders recorders, Watch.Pause pause) {
        this.console = console;
        this.recorders = recorders;
        this.pause = pause;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        if (watch && at != null) {
            throw CommandFailure.wrongUse("--watch shows what happens now and --at another time: choose one of them");
        }
        if (watch && json) {
            throw CommandFailure.wrongUse("--watch shows a table and --json prints none: choose one of them");
        }
        try (var recorder = recorders.find(dataDirectory.path)) {
            if (recorder.running()) {
                return watch ? new Watch(console, pause, () -> table(recorder.api())).run() : show(recorder.api());
            }
            if (watch) {
                throw CommandFailure.failed("no recorder is running on " + recorder.directory() + ": nothing to watch");
            }
            recorder.announce(console);
            return show(recorder.api());
        }
    }

    private int show(RecorderApi api) throws IOException {
        console.print(
                json
                        ? TerminalJson.of(
                                api.get("/api/processes", parameters()).lines())
                        : table(api).render(console.paper().get()));
        return ExitCode.FINE;
    }

    private ProcessTable table(RecorderApi api) throws IOException {
        return new ProcessTable(api.get("/api/processes", parameters()).json(), console.zone(), by, limit.value());
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        if (at != null) {
            parameters.put("at", at.toString());
        }
        if (!words.isEmpty()) {
            parameters.put("q", String.join(" ", words));
        }
        parameters.put("sort", sort.column);
        parameters.put("order", "desc");
        if (by == Grouping.PROCESS || json) {
            parameters.put("limit", Integer.toString(limit.value()));
        }
        parameters.put("exits", by.exits());
        parameters.put("host", "true");
        return parameters;
    }
}
