package dev.tachograph.cli;

import dev.tachograph.linux.Terminal;
import dev.tachograph.settings.SettingsException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "sql",
        header = "Ask in SQL; without a statement, at a prompt.",
        description = {
            "Reads, and can't do anything else. Statements in a file or in a pipe end with semicolons, and are asked one after",
            "the other until one fails. Times are UTC. docs/tables.md says what there is to ask; at the prompt, \\d does."
        },
        footer = {
            "",
            "Examples:",
            "  tachograph sql 'SELECT count(*) FROM process_metrics'",
            "  tachograph sql 'FROM gaps' --format csv",
            "  tachograph sql --saved noisiest-units",
            "  tachograph sql --file report.sql --format markdown",
            "  tachograph sql 'FROM process_exits' --format parquet --output exits.parquet"
        })
final class SqlCommand implements Callable<Integer> {
    private static final int MOST_BYTES = 1 << 20;
    private static final String STDIN = "-";
    private static final Duration LEAST_TIME = Duration.ofMillis(100);
    private static final Duration MOST_TIME = Duration.ofMinutes(1);

    private final Console console;
    private final Recorders recorders;
    private final InputStream in;
    private final Prompt prompt;

    /** What there is instead of a statement, where a person is at the terminal. */
    @FunctionalInterface
    interface Prompt {
        void run(RecorderApi api, SqlFormat format, @Nullable RowLimit limit, @Nullable Duration timeLimit)
                throws IOException;
    }

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Parameters(paramLabel = "STATEMENT", arity = "0..1", description = "One statement; - reads standard input.")
    private @Nullable String statement;

    @Option(names = "--file", paramLabel = "FILE", description = "Ask the statements in this file.")
    private @Nullable Path file;

    @Option(
            names = "--saved",
            paramLabel = "NAME",
            description = "Ask a saved question: tachograph questions lists them.")
    private @Nullable String saved;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private SqlFormat format = SqlFormat.TABLE;

    @Option(
            names = "--limit",
            paramLabel = "ROWS",
            description =
                    "How many rows, 1 to 10000000; default 1000 for table and markdown, else as many as there may be.")
    private @Nullable RowLimit limit;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long a statement may take, 100ms to 60s; otherwise 30s.")
    private @Nullable Duration timeLimit;

    @Option(names = "--output", paramLabel = "FILE", description = "Write to this file, in place of one that is there.")
    private @Nullable Path output;

    SqlCommand(Console console, Recorders recorders, InputStream in, Prompt prompt) {
        this.console = console;
        this.recorders = recorders;
        this.in = in;
        this.prompt = prompt;
    }

    @Override
    public Integer call() throws IOException, SettingsException {
        check();
        boolean isForPrompt = isForPrompt();
        List<SqlScript.Statement> statements = isForPrompt || saved != null ? List.of() : statements();
        try (var recorder = recorders.find(dataDirectory.path)) {
            if (!recorder.running()) {
                recorder.announce(console);
            }
            if (isForPrompt) {
                prompt.run(recorder.api(), format, limit, timeLimit);
            } else {
                ask(recorder.api(), saved == null ? statements : savedStatement(recorder.api(), saved));
            }
        } catch (LogPaper.ReaderGone _) {
            // whoever reads has seen enough
        }
        return ExitCode.FINE;
    }

    private void check() {
        if (statement != null && statement.isBlank()) {
            throw CommandFailure.wrongUse("STATEMENT is empty; leave it out for a prompt");
        }
        if ((statement == null ? 0 : 1) + (file == null ? 0 : 1) + (saved == null ? 0 : 1) > 1) {
            throw CommandFailure.wrongUse("STATEMENT, --file and --saved each say what to ask: choose one of them");
        }
        if (timeLimit != null && (timeLimit.compareTo(LEAST_TIME) < 0 || timeLimit.compareTo(MOST_TIME) > 0)) {
            throw CommandFailure.wrongUse("--timeout: '%s' is not from %s to %s"
                    .formatted(Figures.duration(timeLimit), Figures.duration(LEAST_TIME), Figures.duration(MOST_TIME)));
        }
        if (format == SqlFormat.PARQUET
                && output == null
                && console.paper().get().terminal()) {
            throw CommandFailure.wrongUse("--format parquet is no text to be seen: add --output FILE, or use a pipe");
        }
    }

    private boolean isForPrompt() {
        return statement == null
                && file == null
                && saved == null
                && output == null
                && console.paper().get().terminal()
                && Terminal.behind(0).isPresent();
    }

    private List<SqlScript.Statement> statements() throws IOException {
        List<SqlScript.Statement> statements = SqlScript.of(text()).statements();
        if (statements.isEmpty()) {
            throw CommandFailure.wrongUse("there is no statement");
        }
        return statements;
    }

    private String text() throws IOException {
        if (statement != null && !statement.equals(STDIN)) {
            return statement;
        }
        boolean isInput = file == null || file.toString().equals(STDIN);
        try (InputStream source = isInput || file == null ? in : Files.newInputStream(file)) {
            return decoded(source.readNBytes(MOST_BYTES + 1), isInput ? "standard input" : String.valueOf(file));
        }
    }

    private static String decoded(byte[] bytes, String source) {
        if (bytes.length > MOST_BYTES) {
            throw CommandFailure.wrongUse(source + " has more than " + MOST_BYTES + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw CommandFailure.wrongUse(source + " is not in UTF-8");
        }
    }

    private static List<SqlScript.Statement> savedStatement(RecorderApi api, String name) throws IOException {
        return SqlScript.of(NamedQuestion.named(NamedQuestion.all(api), name).sql())
                .statements();
    }

    private void ask(RecorderApi api, List<SqlScript.Statement> statements) throws IOException {
        if (statements.size() > 1 && format == SqlFormat.PARQUET) {
            throw CommandFailure.wrongUse(
                    "one Parquet file holds the answer to one statement, and there are " + statements.size());
        }
        Thread asking = Thread.currentThread();
        try (var _ = Ending.onSignal(asking::interrupt);
                SqlOutput out = output == null ? SqlOutput.of(console) : SqlOutput.to(output)) {
            var answers = new SqlAsking(
                    api, console, format, limit, timeLimit, out.paper().terminal());
            ask(answers, statements, out);
            out.finish();
        } catch (InterruptedIOException e) {
            throw CommandFailure.failed("interrupted");
        }
    }

    private void ask(SqlAsking answers, List<SqlScript.Statement> statements, SqlOutput out) throws IOException {
        for (int i = 0; i < statements.size(); i++) {
            if (i > 0 && format.isLaidOutHere()) {
                out.print("\n");
            }
            try {
                answers.ask(statements.get(i).text(), out);
            } catch (CommandFailure e) {
                out.flush();
                throw statements.size() == 1
                        ? e
                        : e.in("statement %d (line %d)"
                                .formatted(i + 1, statements.get(i).line()));
            }
        }
    }
}
