package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import dev.tachograph.text.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        header = "Check every file and every count.",
        description = {
            "Compares each sealed segment with its checksums and with the list of segments, reads the hot file to the last"
                    + " value, and sees whether every tick has the processes that it says. Changes nothing, also while a"
                    + " recorder runs. --data-dir may be a backup.",
            "Exits with 0 when all is as it was recorded, with 1 when something is not."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph verify",
            "  tachograph verify --data-dir /mnt/backup/monday",
            "  tachograph verify --json"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Console console;
    private final Recorders recorders;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--json", description = "Print the body of GET /api/verify as it is.")
    private boolean json;

    /** @param recorders whose stopped ones answer for their safekeeping */
    VerifyCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        try (var recorder = recorders.find(dataDirectory.path)) {
            Reply reply = ask(recorder);
            JsonValue answer = SafekeepingReply.json(reply);
            List<JsonValue> problems = answer.get("problems").items();
            if (json) {
                console.print(reply.lines());
            } else {
                console.print(text(answer, problems));
            }
            return problems.isEmpty() ? ExitCode.FINE : ExitCode.FAILED;
        }
    }

    private Reply ask(Recorders.Found recorder) throws IOException {
        try (var _ = ProgressWatch.start(console, recorder.api(), "/api/verify/progress")) {
            return recorder.api().patient().get("/api/verify", Map.of());
        }
    }

    private String text(JsonValue answer, List<JsonValue> problems) {
        var text = new StringBuilder();
        for (JsonValue problem : problems) {
            text.append(console.paper()
                            .get()
                            .red(Printable.text(problem.get("file").textOr("?"))))
                    .append(Printable.text(": " + problem.get("problem").textOr("?") + "; "
                            + problem.get("remedy").textOr("?")))
                    .append('\n');
        }
        return text + summary(answer, problems.size()) + "\n";
    }

    private String summary(JsonValue answer, int problems) {
        return "%s, %s, %s, %s: %s"
                .formatted(
                        Figures.counted(answer.get("segments").number(), "segment"),
                        Figures.counted(answer.get("files").number(), "file"),
                        Figures.counted(answer.get("rows").number(), "row"),
                        Figures.bytes(answer.get("bytes").number()),
                        problems == 0
                                ? console.paper().get().green("all as recorded")
                                : console.paper().get().red(problems == 1 ? "1 problem" : problems + " problems"));
    }
}
