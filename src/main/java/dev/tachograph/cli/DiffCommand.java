package dev.tachograph.cli;

import dev.tachograph.diff.DiffQuestion;
import dev.tachograph.diff.DifferenceKind;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.time.TimeRange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "diff",
        header = "What changed in a window, against the time before it or another window.",
        description = {
            "The most remarkable first: what happened, processes and units that use more, lines that were not logged before.",
            "What has one cause is told as one, with the rest below it. Scores go from 0 to 100."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph diff --window 03:10..03:15",
            "  tachograph diff --window -15m..now --base yesterday --why",
            "  tachograph diff --window -15m..now --base 'yesterday 03:00..yesterday 03:15'"
        })
final class DiffCommand implements Callable<Integer> {

    private final Console console;
    private final Recorders recorders;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--window", paramLabel = "A..B", required = true, description = "The window, two times.")
    private @Nullable TimeRange window;

    @Option(
            names = "--base",
            paramLabel = "C..D",
            description =
                    "What to compare with: previous, yesterday, -7d (as much earlier) or two times; default previous.")
    private DiffBase base = new DiffBase(null, null);

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            description = "Only these: ${COMPLETION-CANDIDATES}; with commas between them.")
    private List<DifferenceKind> kinds = List.of();

    @Option(
            names = "-n",
            paramLabel = "ROWS",
            defaultValue = "20",
            description = "How many, 1 to 500; default ${DEFAULT-VALUE}.")
    private Count limit = new Count(20);

    @Option(names = "--why", description = "Explain each score.")
    private boolean why;

    @Option(names = "--json", description = "Print the body of GET /api/diff.")
    private boolean json;

    DiffCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        Map<String, String> parameters = parameters();
        try (var recorder = recorders.find(dataDirectory.path)) {
            recorder.announce(console);
            Reply reply = recorder.api().patient().get("/api/diff", parameters);
            JsonValue answer = reply.json();
            console.print(
                    json
                            ? TerminalJson.of(reply.lines())
                            : new DiffReport(answer, console.paper().get(), console.zone(), why).render());
            return ExitCode.FINE;
        }
    }

    private Map<String, String> parameters() {
        if (window == null) {
            throw CommandFailure.wrongUse("--window is missing");
        }
        TimeRange against = base.of(window);
        if (window.duration().isZero() || against.duration().isZero()) {
            throw CommandFailure.wrongUse("a window from a time to the same time is empty");
        }
        if (limit.value() > DiffQuestion.MOST) {
            throw CommandFailure.wrongUse("-n: %d is more than %d".formatted(limit.value(), DiffQuestion.MOST));
        }
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("from", window.from().toString());
        parameters.put("to", window.to().toString());
        parameters.put("base_from", against.from().toString());
        parameters.put("base_to", against.to().toString());
        parameters.put("limit", Integer.toString(limit.value()));
        if (!kinds.isEmpty()) {
            parameters.put("kinds", kinds.stream().map(DifferenceKind::word).collect(Collectors.joining(",")));
        }
        return parameters;
    }
}
