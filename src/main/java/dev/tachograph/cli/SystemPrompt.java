package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.settings.Surroundings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** The prompt on this process's own terminal. */
record SystemPrompt(Console console, Map<String, String> environment, Path history) implements SqlCommand.Prompt {
    private static final int MOST_HISTORY = 10_000;
    private static final Size USUAL = Size.of(80, 24);

    static SystemPrompt of(Console console, Surroundings surroundings) {
        return new SystemPrompt(
                console, surroundings.environment(), surroundings.stateFolder().resolve("tachograph-sql/history"));
    }

    @Override
    public void run(RecorderApi api, SqlFormat format, @Nullable RowLimit limit, @Nullable Duration timeLimit)
            throws IOException {
        try (Terminal terminal = TerminalBuilder.builder()
                .name("tachograph")
                .system(true)
                .ffm(true)
                .exec(true)
                .dumb(true)
                .encoding(UTF_8)
                .build()) {
            prompt(api, terminal, format, limit, timeLimit).run();
        }
    }

    /** One on any terminal. */
    SqlPrompt prompt(
            RecorderApi api,
            Terminal terminal,
            SqlFormat format,
            @Nullable RowLimit limit,
            @Nullable Duration timeLimit) {
        var out = new PrintStream(terminal.output(), true, UTF_8);
        var onTerminal = new Console(out, out, () -> paper(terminal), console.clock(), console.zone());
        return new SqlPrompt(
                api,
                terminal,
                reader(api, terminal),
                onTerminal,
                new StatementEditor(environment),
                format,
                limit,
                timeLimit);
    }

    private LineReader reader(RecorderApi api, Terminal terminal) {
        var builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("tachograph")
                .parser(new StatementParser())
                .completer(new SqlCompleter(once(() -> SqlSchema.of(api))))
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "         -> ")
                .variable(LineReader.HISTORY_FILE_SIZE, MOST_HISTORY)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.CASE_INSENSITIVE, true)
                .option(LineReader.Option.AUTO_FRESH_LINE, false);
        if (paper(terminal).colour()) {
            builder.highlighter(new SqlHighlighter(SqlSchema.UNKNOWN));
        } else {
            builder.option(LineReader.Option.DISABLE_HIGHLIGHTER, true);
        }
        if (isPrivate(history)) {
            builder.variable(LineReader.HISTORY_FILE, history);
        } else {
            console.say(history + ": can't be kept for this user alone: what is asked will not be remembered");
        }
        return builder.build();
    }

    /** What answers are printed on: as wide as the terminal is now. */
    private Paper paper(Terminal terminal) {
        boolean isDumb = terminal.getType().startsWith(Terminal.TYPE_DUMB);
        Size size = terminal.getSize();
        Size known = size.getColumns() > 0 && size.getRows() > 0 ? size : USUAL;
        boolean colour = !isDumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Paper(true, colour, known.getColumns(), known.getRows());
    }

    /** Makes the file where it is missing, so that nobody else can read what was asked. */
    private static boolean isPrivate(Path file) {
        try {
            Path folder = file.getParent();
            if (folder != null) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException _) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    return false;
                }
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            return true;
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private static <T> Supplier<T> once(Supplier<T> source) {
        return new Supplier<>() {
            private @Nullable T known;

            @Override
            public T get() {
                T value = known == null ? source.get() : known;
                known = value;
                return value;
            }
        };
    }
}
