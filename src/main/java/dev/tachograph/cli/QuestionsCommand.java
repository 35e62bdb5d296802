package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import dev.tachograph.text.Printable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "questions",
        header = "List the saved questions, or show one.",
        footer = {
            "",
            "Examples:",
            "  tachograph questions",
            "  tachograph questions --show oom-kills",
            "  tachograph sql --saved oom-kills",
            "  tachograph ask --saved loudest-errors"
        })
final class QuestionsCommand implements Callable<Integer> {
    private final Console console;
    private final Recorders recorders;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--show", paramLabel = "NAME", description = "Print what this one asks.")
    private @Nullable String show;

    @Option(names = "--json", description = "Print the body of GET /api/questions.")
    private boolean json;

    QuestionsCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        if (json && show != null) {
            throw CommandFailure.wrongUse("--json prints all questions and --show one: choose one of them");
        }
        try (var recorder = recorders.find(dataDirectory.path)) {
            if (json) {
                Reply reply = recorder.api().get("/api/questions", Map.of());
                reply.json();
                console.print(TerminalJson.of(reply.body()));
                return ExitCode.FINE;
            }
            List<NamedQuestion> all = NamedQuestion.all(recorder.api());
            console.print(
                    show == null ? table(all).render(console.paper().get()) : shown(NamedQuestion.named(all, show)));
        }
        return ExitCode.FINE;
    }

    static Table table(List<NamedQuestion> questions) {
        var table = new Table(
                List.of(Table.Column.words("NAME"), Table.Column.words("IN"), Table.Column.words("WHAT IT ANSWERS")));
        for (NamedQuestion question : questions) {
            table.row(
                    question.name(),
                    question.language(),
                    question.description().isEmpty() ? question.title() : question.description());
        }
        return table;
    }

    /** Its lines; on a pipe they are to be used, so what is no text to be seen stays out there too. */
    private static String shown(NamedQuestion question) {
        var text = new StringBuilder();
        question.text()
                .lines()
                .forEach(line -> text.append(Printable.text(line)).append('\n'));
        return text.toString();
    }
}
