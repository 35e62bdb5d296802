package dev.tachograph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.settings.SettingsException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "ask",
        header = "Ask in the search language with pipes.",
        description = {
            "A search of log lines or of another source, and behind pipes what is to be done with what it finds:",
            "docs/pipes.md. It becomes SQL, which --show-sql prints."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph ask 'error | stats count by unit'",
            "  tachograph ask 'error | top 5 unit' --show-sql",
            "  tachograph ask 'processes: name=java | timechart max(mem_usage)' --from -1d",
            "  tachograph ask --saved loudest-errors --from -1d",
            "  tachograph ask 'exits: signal>0 | stats count by name, signal' --from -7d --format csv"
        })
final class AskCommand implements Callable<Integer> {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_BYTES = 1 << 20;
    private static final String PATH = "/api/ask";

    private final Console console;
    private final Recorders recorders;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Parameters(paramLabel = "QUESTION", arity = "0..1", description = "A search, then pipes.")
    private @Nullable String question;

    @Option(
            names = "--saved",
            paramLabel = "NAME",
            description = "Ask a saved question: tachograph questions lists them.")
    private @Nullable String saved;

    @Option(
            names = {"--from", "--since"},
            paramLabel = "TIME",
            description = "The begin of the time it is about; otherwise an hour before its end.")
    private @Nullable Instant from;

    @Option(
            names = {"--to", "--until"},
            paramLabel = "TIME",
            description = "The end; otherwise now.")
    private @Nullable Instant to;

    @Option(names = "--show-sql", description = "Print the SQL that it becomes, and do not run it.")
    private boolean showSql;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private SqlFormat format = SqlFormat.TABLE;

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description = "How many rows, 1 to 1000000; default 1000 for table and markdown, else 1000000.")
    private @Nullable RowLimit limit;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long it may take; otherwise as long as the recorder says.")
    private @Nullable Duration timeLimit;

    AskCommand(Console console, Recorders recorders) {
        this.console = console;
        this.recorders = recorders;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        check();
        Thread asking = Thread.currentThread();
        try (var recorder = recorders.find(dataDirectory.path);
                var _ = Ending.onSignal(asking::interrupt)) {
            if (!recorder.running()) {
                recorder.announce(console);
            }
            ask(recorder.api(), asked(recorder.api()));
        } catch (InterruptedIOException _) {
            throw CommandFailure.failed("interrupted");
        } catch (LogPaper.ReaderGone _) {
            // whoever reads has seen enough
        }
        return ExitCode.FINE;
    }

    private void check() {
        if (question != null && saved != null) {
            throw CommandFailure.wrongUse("QUESTION and --saved each say what to ask: choose one of them");
        }
        if (saved == null && (question == null || question.isBlank())) {
            throw CommandFailure.wrongUse("QUESTION is empty; write a search such as 'error | stats count by unit'");
        }
        CommandFailure.unlessInOrder("--from", from, "--to", to, console.zone());
        if (timeLimit != null && timeLimit.toMillis() < 1) {
            throw CommandFailure.wrongUse("--timeout has to be more than 0");
        }
        if (format == SqlFormat.PARQUET && !showSql && console.paper().get().terminal()) {
            throw CommandFailure.wrongUse("--format parquet is no text to be seen: write it to a file or a pipe");
        }
    }

    private String asked(RecorderApi api) throws IOException {
        return saved == null
                ? Objects.requireNonNullElse(question, "")
                : NamedQuestion.named(NamedQuestion.all(api), saved).pipes();
    }

    private void ask(RecorderApi api, String asked) throws IOException {
        try (LiveReply reply = api.send(PATH, body(asked));
                SqlOutput output = SqlOutput.of(console)) {
            LogRefusal.check(reply, asked);
            if (showSql) {
                String sql = JsonValue.parse(reply.whole(MOST_BYTES).body())
                        .get("sql")
                        .textOr("");
                output.print(sql + "\n"); // what strangers wrote is written out in it
            } else {
                boolean isChatty = output.paper().terminal();
                new SqlAsking(api, console, format, limit, timeLimit, isChatty).print(reply, output);
            }
            output.finish();
        }
    }

    private String body(String asked) throws IOException {
        var body = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("query", asked);
            write(json, "from", from);
            write(json, "to", to);
            json.writeStringField("tz", console.zone().getId());
            json.writeNumberField("limit", limit == null ? format.usualRows() : limit.value());
            if (timeLimit != null) {
                json.writeNumberField("timeout_ms", timeLimit.toMillis());
            }
            json.writeStringField("format", format.asked());
            json.writeBooleanField("dry_run", showSql);
            json.writeEndObject();
        }
        return body.toString();
    }

    private static void write(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, time.toString());
        }
    }
}
