package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/** Asks what a person types, statement by statement, until he or she has had enough. For one thread. */
final class SqlPrompt {
    private static final String PROMPT = "tachograph> ";

    private final RecorderApi api;
    private final Terminal terminal;
    private final LineReader reader;
    private final Console console;
    private final StatementEditor editor;
    private SqlFormat format;
    private @Nullable RowLimit limit;
    private final @Nullable Duration timeLimit;
    private boolean timing = true;
    private String last = "";

    /**
     * A prompt.
     *
     * @param console prints on the terminal
     */
    SqlPrompt(
            RecorderApi api,
            Terminal terminal,
            LineReader reader,
            Console console,
            StatementEditor editor,
            SqlFormat format,
            @Nullable RowLimit limit,
            @Nullable Duration timeLimit) {
        this.api = api;
        this.terminal = terminal;
        this.reader = reader;
        this.console = console;
        this.editor = editor;
        this.format = format;
        this.limit = limit;
        this.timeLimit = timeLimit;
    }

    /** Returns when the person leaves. */
    void run() throws IOException {
        console.say("SQL over what was recorded. A statement ends with a semicolon; \\? explains the rest, \\q ends.");
        while (true) {
            try {
                String line = reader.readLine(PROMPT).strip();
                if (isEnd(line)) {
                    return;
                }
                answer(line);
            } catch (UserInterruptException _) {
                // what was typed is given up, the prompt goes on
            } catch (EndOfFileException _) {
                return;
            }
        }
    }

    private static boolean isEnd(String line) {
        return line.equals("\\q") || line.equals("quit") || line.equals("exit");
    }

    private void answer(String line) throws IOException {
        try {
            if (line.startsWith(StatementParser.COMMAND)) {
                command(line);
            } else {
                ask(line);
            }
        } catch (CommandFailure e) {
            complain(String.valueOf(e.getMessage()));
        } catch (InterruptedIOException _) {
            complain("given up");
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage())); // the next question may find the recorder again
        }
    }

    /** In red as far as the place of an error goes, where the message shows one. */
    private void complain(String message) {
        Paper paper = console.paper().get();
        message.lines()
                .forEach(line -> console.err()
                        .println(line.matches(" *\\^+ *") ? paper.red(line) : paper.yellow(Printable.text(line))));
        console.err().flush();
    }

    private void ask(String text) throws IOException {
        for (SqlScript.Statement statement : SqlScript.of(text).statements()) {
            last = statement.text();
            interruptibly(() -> {
                var asking = new SqlAsking(api, console, format, limit, timeLimit, timing);
                try (SqlOutput out = SqlOutput.of(console)) {
                    asking.ask(statement.text(), out);
                    out.finish();
                }
            });
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** While it runs, Ctrl-C ends it and not the prompt. */
    private void interruptibly(Work work) throws IOException {
        Thread asking = Thread.currentThread();
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> asking.interrupt());
        try {
            work.run();
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
            Thread.interrupted(); // one that came when all was done
        }
    }

    private void command(String line) throws IOException {
        String[] words = line.split("\\s+", 2);
        @Nullable PromptCommand command = PromptCommand.of(words[0]);
        if (command == null) {
            throw CommandFailure.wrongUse("there is no " + words[0] + "; \\? lists what there is");
        }
        String argument = words.length == 1 ? "" : words[1].strip().replaceFirst(";$", "");
        switch (command) {
            case TABLES -> describe(argument);
            case TIMING -> timing = !timing;
            case FORMAT -> format = format(argument);
            case LIMIT -> limit = limit(argument);
            case SAVED ->
                console.print(QuestionsCommand.table(NamedQuestion.all(api)).render(paper()));
            case RUN -> run(argument);
            case SAVE -> save(argument);
            case EDIT -> edit();
            case HELP -> console.print(PromptCommand.help());
            case QUIT -> {}
        }
    }

    private Paper paper() {
        return console.paper().get();
    }

    private void describe(String name) throws IOException {
        SqlSchema schema = SqlSchema.told(api);
        if (name.isEmpty()) {
            var table = new Table(List.of(Table.Column.words("TABLE"), Table.Column.words("WHAT IT HAS")));
            schema.tables().forEach(each -> table.row(each.name(), each.description()));
            console.print(table.render(paper()));
            return;
        }
        SqlSchema.@Nullable SqlTableInfo described = schema.table(name);
        if (described == null) {
            throw CommandFailure.wrongUse("there is no table " + name);
        }
        var table = new Table(
                List.of(Table.Column.words("COLUMN"), Table.Column.words("TYPE"), Table.Column.words("WHAT IT IS")));
        described.columns().forEach(each -> table.row(each.name(), each.type(), each.description()));
        console.print(table.render(paper()));
    }

    private static SqlFormat format(String name) {
        for (SqlFormat format : SqlFormat.values()) {
            if (format.toString().equals(name.toLowerCase(Locale.ROOT)) && format != SqlFormat.PARQUET) {
                return format;
            }
        }
        throw CommandFailure.wrongUse("'" + name + "' is none of table, markdown, csv, json, ndjson");
    }

    private static RowLimit limit(String digits) {
        try {
            return RowLimit.parse(digits);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.wrongUse(String.valueOf(e.getMessage()));
        }
    }

    private void run(String name) throws IOException {
        String sql = NamedQuestion.named(NamedQuestion.all(api), name).sql();
        sql.lines().forEach(line -> console.say(line));
        ask(sql);
    }

    private void save(String name) throws IOException {
        if (last.isEmpty()) {
            throw CommandFailure.wrongUse("nothing was asked yet: \\save NAME saves the last statement");
        }
        var body = new StringWriter();
        try (var json = TerminalJson.FACTORY.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("name", name);
            json.writeStringField("language", "sql");
            json.writeStringField("text", last);
            json.writeEndObject();
        }
        try (LiveReply reply = api.send("/api/questions", body.toString())) {
            Reply whole = reply.whole(1 << 20);
            if (whole.status() != 200) {
                throw CommandFailure.failed(whole.said());
            }
        }
        console.say("saved: \\run " + name + " asks it again, tachograph sql --saved " + name + " too");
    }

    private void edit() throws IOException {
        @Nullable String edited = editor.edit(last, terminal);
        if (edited == null || edited.isBlank()) {
            throw CommandFailure.failed("nothing to ask");
        }
        edited.lines().forEach(line -> console.say(line));
        reader.getHistory().add(edited.strip());
        ask(edited);
    }
}
