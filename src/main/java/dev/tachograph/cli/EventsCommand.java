package dev.tachograph.cli;

import dev.tachograph.model.Event;
import dev.tachograph.settings.SettingsException;
import dev.tachograph.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "events",
        header = "What happened to the host: OOM kills, crashes, failed units, restarts, suspends.",
        description = "Prints the newest events, the oldest of them first.",
        footer = {
            "",
            "Examples:",
            "  tachograph events",
            "  tachograph events --since -1d --kind oom_kill,process_crash",
            "  tachograph events --since 'yesterday 03:00' --until 'yesterday 04:00' --json"
        })
final class EventsCommand implements Callable<Integer> {
    private static final int KIND_WIDTH = 17;

    private final Console console;
    private final Recorders recorders;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--since", paramLabel = "TIME", description = "The begin; otherwise that of the recording.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "The end; otherwise now.")
    private @Nullable Instant until;

    @Option(names = "--kind", paramLabel = "KINDS", description = "Only these, with commas between them.")
    private @Nullable String kind;

    @Option(
            names = "-n",
            paramLabel = "EVENTS",
            defaultValue = "100",
            description = "The newest ones only, 1 to 100000; default ${DEFAULT-VALUE}.")
    private Count limit = new Count(100);

    @Option(names = "--json", description = "Print the body of GET /api/events.")
    private boolean json;

    EventsCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    private void requireKinds() {
        List<String> known =
                Stream.of(Event.Kind.values()).map(Event.Kind::word).toList();
        for (String word : kind == null ? List.<String>of() : List.of(kind.split(",", -1))) {
            if (!known.contains(word.strip())) {
                throw CommandFailure.wrongUse(
                        "--kind: '%s' is not one of %s".formatted(Printable.text(word), String.join(", ", known)));
            }
        }
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        CommandFailure.unlessInOrder("--since", since, "--until", until, console.zone());
        requireKinds();
        try (var recorder = recorders.find(dataDirectory.path)) {
            recorder.announce(console);
            Reply reply = recorder.api().get("/api/events", parameters());
            JsonValue answer = reply.json();
            console.print(json ? TerminalJson.of(reply.lines()) : render(answer));
            if (answer.get("events").items().isEmpty() && !json) {
                console.say("no events" + (kind == null ? "" : " of kind " + kind) + " in this range");
            }
            return ExitCode.FINE;
        }
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        if (since != null) {
            parameters.put("from", since.toString());
        }
        if (until != null) {
            parameters.put("to", until.toString());
        }
        if (kind != null) {
            parameters.put("kind", kind);
        }
        parameters.put("limit", Integer.toString(limit.value()));
        return parameters;
    }

    private String render(JsonValue answer) {
        Paper paper = console.paper().get();
        List<JsonValue> events = answer.get("events").items().reversed();
        var text = new StringBuilder();
        int left = (int) answer.get("total").number().orElse(0) - events.size();
        if (left > 0) {
            text.append("-- %d earlier events --".formatted(left)).append('\n');
        }
        for (JsonValue event : events) {
            text.append(Printable.clip(line(event), paper.columns())).append('\n');
        }
        return text.toString();
    }

    private String line(JsonValue event) {
        @Nullable Instant at = event.get("timestamp").instant();
        String kindOf = Printable.text(event.get("kind").textOr(Figures.UNKNOWN));
        return (at == null ? Figures.UNKNOWN : Figures.instant(at, console.zone()))
                + "  " + kindOf + " ".repeat(Math.max(0, KIND_WIDTH - Printable.width(kindOf))) + "  "
                + Printable.text(subject(event) + event.get("detail").textOr(""))
                + Printable.text(memory(event.get("process")));
    }

    private static String subject(JsonValue event) {
        @Nullable String name = event.get("name").text();
        String pid = Figures.fixed(event.get("pid").number(), 0);
        String process = name == null ? "" : name + (pid.equals(Figures.UNKNOWN) ? "" : "[" + pid + "]");
        @Nullable String unit = event.get("unit").text();
        String both = process + (unit == null || unit.equals(name) ? "" : (process.isEmpty() ? "" : " of ") + unit);
        return both.isEmpty() ? "" : both + ": ";
    }

    /** How much memory the process had at the tick before. */
    private static String memory(JsonValue process) {
        if (process.get("mem_usage").number().isEmpty()) {
            return "";
        }
        String growth = process.get("mem_growth").number().isEmpty()
                ? ""
                : ", " + Figures.bytes(process.get("mem_growth").number()) + " more than ten minutes before";
        return " (it had " + Figures.bytes(process.get("mem_usage").number()) + growth + ")";
    }
}
