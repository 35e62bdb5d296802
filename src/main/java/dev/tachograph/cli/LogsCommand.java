package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "logs",
        header = "Search the log lines, or follow them.",
        description = {
            "Prints the newest lines that match, the oldest of them first. Words have to stand in the message, all of them.",
            "Between the lines it says where lines are missing (gap) and where the host was started anew (boot)."
        },
        footer = {
            "",
            "The search: error timeout (both words), '\"connection refused\"' (as it stands), a OR b, -- -debug (without),",
            "unit:nginx* priority:4 level:warn+ (that or worse), '/time(d )?out/' (regular expression), parentheses.",
            "",
            "Examples:",
            "  tachograph logs 'connection refused' --since -15m",
            "  tachograph logs --since 03:10 --until 03:15 -n 100 level:warn+",
            "  tachograph logs -o json unit:nginx.service",
            "  tachograph logs --patterns --since -1d level:warn+",
            "  tachograph logs -f"
        })
final class LogsCommand implements Callable<Integer> {
    private static final int USUAL = 1000;
    private static final int USUAL_BEFORE_FOLLOWING = 10;
    private static final Duration USUAL_RANGE = Duration.ofHours(1);

    /** Options of {@code journalctl} that are a part of the search here. */
    private static final Map<String, String> IN_THE_SEARCH = Map.of(
            "-u", "unit:NAME",
            "--unit", "unit:NAME",
            "-t", "identifier:NAME",
            "--identifier", "identifier:NAME",
            "-p", "level:LEVEL+",
            "--priority", "level:LEVEL+");

    private final Console console;
    private final Recorders recorders;
    private final Watch.Pause pause;

    @Mixin
    private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(names = "--since", paramLabel = "TIME", description = "The begin; otherwise -1h.")
    private @Nullable Instant since;

    @Option(names = "--until", paramLabel = "TIME", description = "The end; otherwise now.")
    private @Nullable Instant until;

    @Option(
            names = "-n",
            paramLabel = "LINES",
            description = "The newest lines only, 1 to 100000; default 1000, and 10 with --follow.")
    private @Nullable Count limit;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with new lines until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "-o",
            paramLabel = "FORMAT",
            defaultValue = "short",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
    private LogFormat format = LogFormat.SHORT;

    @Option(
            names = "--patterns",
            description = "Which patterns the lines have, the most frequent first: 100, or -n up to 1000.")
    private boolean patterns;

    @Parameters(paramLabel = "SEARCH", arity = "0..*", description = "What to look for; otherwise all lines.")
    private List<String> search = List.of();

    LogsCommand(Console console, Recorders recorders, Watch.Pause pause) {
        this.console = console;
        this.recorders = recorders;
        this.pause = pause;
    }

    /** What does here what an option does elsewhere, as the end of a complaint; empty where nothing is known. */
    static String insteadOf(String option) {
        boolean isShort = !option.startsWith("--");
        String name = isShort ? option.substring(0, Math.min(2, option.length())) : option.split("=", 2)[0];
        @Nullable String term = IN_THE_SEARCH.get(name);
        return term == null ? "" : "; the search has " + term;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SettingsException {
        CommandFailure.unlessInOrder("--since", since, "--until", until, console.zone());
        if (follow && until != null) {
            throw CommandFailure.wrongUse("--follow has no end and --until sets one: choose one of them");
        }
        if (follow && patterns) {
            throw CommandFailure.wrongUse(
                    "--patterns counts what is there and --follow has no end: choose one of them");
        }
        try (var recorder = recorders.find(dataDirectory.path)) {
            if (!recorder.running()) {
                if (follow) {
                    throw CommandFailure.failed(
                            "no recorder is running on " + recorder.directory() + ": nothing to follow");
                }
                recorder.announce(console);
            }
            run(recorder.api());
        } catch (LogPaper.ReaderGone _) {
            // whoever reads has seen enough
        }
        return ExitCode.FINE;
    }

    private void run(RecorderApi api) throws IOException, InterruptedException {
        var printer = new LogPrinter(format, console.paper().get(), console.zone(), LogPaper.of(console));
        var query = new LogQuery(String.join(" ", search), since, until, format.columns());
        if (patterns) {
            new PatternTable(console, api).print(query, limit, format == LogFormat.JSON);
        } else if (follow) {
            Instant begin = since == null ? console.clock().instant().minus(USUAL_RANGE) : since;
            try (var _ = new FineInterruption()) {
                new LogFollow(console, pause, api, query, begin, printer)
                        .run(limit == null ? USUAL_BEFORE_FOLLOWING : limit.value());
            }
        } else {
            NewestLines.Outcome outcome =
                    new NewestLines(api, query, printer).print(limit == null ? USUAL : limit.value());
            tell(api, query, outcome);
        }
    }

    /** Says what the lines themselves don't. */
    private void tell(RecorderApi api, LogQuery query, NewestLines.Outcome outcome) throws IOException {
        if (outcome.printed() == 0) {
            console.say("no line" + (search.isEmpty() ? "" : " matches " + String.join(" ", search))
                    + range(outcome.answer()) + reach(api));
            EmptySearch.hints(api, searched(query, outcome.answer())).forEach(console::say);
        } else if (limit == null && outcome.answer().isTruncated()) {
            console.say("the newest " + outcome.printed() + " lines only; -n shows more");
        }
    }

    /** With the range that was taken where none was given. */
    private static LogQuery searched(LogQuery query, LogAnswer answer) {
        @Nullable Instant from = answer.from();
        return from == null ? query : query.between(from, answer.to());
    }

    private String range(LogAnswer answer) {
        @Nullable Instant from = answer.from();
        @Nullable Instant to = answer.to();
        return from == null || to == null
                ? ""
                : " between " + Figures.instant(from, console.zone()) + " and " + Figures.instant(to, console.zone());
    }

    private String reach(RecorderApi api) throws IOException {
        JsonValue health = api.get("/api/storage/health", Map.of()).json();
        @Nullable Instant oldest = health.get("oldest_log_timestamp").instant();
        @Nullable Instant newest = health.get("newest_log_timestamp").instant();
        return oldest == null || newest == null
                ? "; no log lines are recorded"
                : "; the log goes from " + Figures.instant(oldest, console.zone()) + " to "
                        + Figures.instant(newest, console.zone());
    }
}
