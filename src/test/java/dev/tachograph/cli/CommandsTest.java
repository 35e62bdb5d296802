package dev.tachograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Finding;
import dev.tachograph.settings.Settings;
import dev.tachograph.simulation.HistoryPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    @TempDir
    private Path home;

    private Playground playground = new Playground(Path.of("/"));

    @BeforeEach
    void build() {
        playground = new Playground(home);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "--lisen 1:1             | tachograph up: unknown option '--lisen'; did you mean '--listen'?",
                "stauts                  | tachograph: unknown command 'stauts'; did you mean 'status'?",
                "stauts --help           | tachograph: unknown command 'stauts'; did you mean 'status'?",
                "help nosuch             | tachograph: unknown command 'nosuch'",
                "--data-dir x status     | tachograph up: unexpected 'status'; the command comes first",
                "--interval 9h           | --interval 9h: not a duration from 250ms to 5m, such as 5s",
                "--listen here           | --listen here: not HOST:PORT",
                "--listen                | missing required parameter for option '--listen' (HOST:PORT)",
                "--listen :1 --listen :2 | option '--listen' (HOST:PORT) should be specified only once",
                "--no-web=yes            | '--no-web'",
                "--no-web --nologs       | unknown option '--nologs'; did you mean '--no-logs'?",
                "--redact=maybe          | --redact maybe: not on, off, true or false",
                "--config no.toml        | no.toml: no such file",
                "top --srot cpu          | tachograph top: unknown option '--srot'; did you mean '--sort'?",
                "top --sort size         | is none of cpu, memory, io",
                "top --at nine           | invalid value for option '--at': 'nine' is not a time; allowed: now, -15m",
                "top -n 0                | invalid value for option '-n': '0' is not a number from 1 to 100000",
                "top -n many             | 'many' is not a number from 1 to 100000",
                "top --watch --at now    | choose one of them",
                "status now              | tachograph status: unexpected 'now'",
                "doctor --json           | tachograph doctor: unknown option '--json'",
                "completion fish         | is none of bash, zsh",
                "completion              | missing required parameter: 'SHELL'",
                "logs --since -5m --until -10m | --since (2026-11-23 04:07:07) is not before --until (2026-11-23 04:02:07)",
                "logs --follow --until now | choose one of them",
                "logs -u nginx           | tachograph logs: unknown option '-u'; the search has unit:NAME",
                "logs --unit=nginx       | unknown option '--unit=nginx'; the search has unit:NAME",
                "logs -perr              | unknown option '-perr'; the search has level:LEVEL+",
                "logs -f --until now     | choose one of them",
                "logs -o xml             | is none of short, short-precise, short-iso, verbose, cat, json",
                "logs -n 1000000         | is not a number from 1 to 100000",
                "sql --format xml        | is none of table, csv, json, ndjson, parquet, markdown",
                "sql --limit 10000001 x  | '10000001' is not a number from 1 to 10000000",
                "sql --timeout 2m x      | --timeout: '2m00s' is not from 100ms to 1m00s",
                "sql x --saved y         | choose one of them",
                "ask x --saved y         | choose one of them",
                "sql --file x --saved y  | choose one of them",
                "sql ;;                  | there is no statement",
                "questions --json --show x | choose one of them",
                "sql a b                 | unexpected 'b'",
                "ask                     | QUESTION is empty; write a search such as",
                "diff                    | missing required option: '--window=A..B'",
                "diff --window 03:10     | '03:10' is not a range of time; allowed: FROM..TO",
                "diff --window now..-5m  | runs forward",
                "diff --window now..now  | is empty",
                "export --from -1h file  | missing required option: '--to=TIME'",
                "export --from -1h --to -2h f | is not before --to (2026-11-23 ",
                "export --from -1h --to now /no/such/f | /no/such/f: there is no such folder to write it to",
                "export --from -1h --to now /etc/passwd | /etc/passwd: already exists",
                "open /no/such           | /no/such: no such file",
                "backup /etc             | /etc: is not an empty directory; name a new one",
                "restore /no/such        | /no/such: no such directory",
                "verify me               | unexpected 'me'",
                "simulate --days 1 --processes 1 | missing required option: '--data-dir=DIR'",
                "simulate --days 0 --processes 1 --data-dir /no/x | '0' is not a number from 1 to 100000",
                "simulate --days 1 --processes 1 --interval 1h --data-dir /no/x | --interval: '1h00m' is not from 250ms to 5m",
                "simulate --days 1 --processes 1 --only cpu --data-dir /no/x | is none of processes, logs, metrics",
                "simulate --days 1 --processes 1 --seed x --data-dir /no/x | 'x' is not a long",
                "simulate --days 1 --processes 19 --incident --data-dir /no/x | --incident: needs --processes 20 or more",
                "simulate --days 90000 --processes 1 --data-dir /no/x | 90000 days before 2026-11-23T03:12:07Z it is not 1970 yet",
                "simulate --days 1 --processes 1 --data-dir /etc | /etc: is not an empty directory; name a new one",
            })
    void wrongUseSaysWhatIsWrongAndExitsWith2(String arguments, String message) {
        assertThat(playground.run(arguments.split(" ", -1))).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err()).contains(message);
        assertThat(playground.err().lines().count()).isLessThanOrEqualTo(3);
        assertThat(playground.out()).isEmpty();
    }

    @Test
    void argumentsAreShownWithoutPowerOverTheTerminal() {
        playground.run("top", "--\u001b[2J\u202e");
        assertThat(playground.err())
                .contains("unknown option '--\\e[2J\\u{202e}'")
                .doesNotContain("\u001b", "\u202e");
    }

    @Test
    void aloneItRecords() {
        assertThat(playground.run()).isZero();
        assertThat(playground.started()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--interval 1s --no-web --redact --data-dir data",
                "up --no-web --process-interval=1s --data-dir data"
            })
    void upReadsEverySettingAsAFlagAlsoWithoutItsName(String arguments) {
        assertThat(playground.run(arguments.split(" ", -1)))
                .as(playground.err())
                .isZero();
        Settings settings = playground.started().getFirst();
        assertThat(settings.processInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.web().enabled()).isFalse();
        assertThat(settings.redact()).isTrue();
        assertThat(settings.dataDir()).isEqualTo(home.resolve("data"));
    }

    @Test
    void simulateSaysWhatItWroteInALineOfWords() {
        assertThat(playground.run(
                        "simulate --days 1 --processes 300 --seed 7 --until 03:00 --data-dir /no/x".split(" ")))
                .isZero();
        assertThat(playground.simulated())
                .containsExactly(new HistoryPlan(
                        Instant.parse("2026-11-23T02:00:00Z"),
                        Duration.ofDays(1),
                        300,
                        Duration.ofSeconds(5),
                        7,
                        false));
        assertThat(playground.out()).isEmpty();
        assertThat(playground.err())
                .matches("/no/x: 17,280 ticks until 2026-11-23T02:00:00Z, 9,000 processes ever, 5,184,000 samples in "
                        + "400,000 rows, 90,000 log lines; 5.00 MB in 2 files; \\d+\\.\\d s\n");
    }

    @Test
    void simulateWritesOnlyWhatIsWanted() {
        String[] all = "simulate --days 1 --processes 3 --data-dir /no/x".split(" ");
        assertThat(playground.run(all)).isZero();
        assertThat(playground.run("simulate --days 1 --processes 3 --only logs --data-dir /no/x".split(" ")))
                .isZero();
        assertThat(playground.run("simulate --days 1 --processes 3 --only processes --data-dir /no/x".split(" ")))
                .isZero();
        assertThat(playground.run("simulate --days 1 --processes 3 --only metrics --data-dir /no/x".split(" ")))
                .isZero();
        assertThat(playground.contents())
                .containsExactly(
                        new Simulation.Content(true, true, true),
                        new Simulation.Content(false, true, false),
                        new Simulation.Content(true, false, false),
                        new Simulation.Content(false, false, true));
        assertThat(playground.err()).contains("0 log lines; 5.00 MB in 2 files, 0.96 bytes a sample;");
    }

    @Test
    void simulateSaysWhenThingsGoWrong() {
        assertThat(playground.run("simulate --days 1 --processes 20 --incident --data-dir /no/x".split(" ")))
                .isZero();
        assertThat(playground.err().lines())
                .anySatisfy(
                        line -> assertThat(line)
                                .startsWith(
                                        "incident: billing.service leaks from 2026-11-22T14:32:00Z until it is killed at 2026-11-22T15:12:00Z"));
    }

    @Test
    void upReturnsWhatTheRecorderReturns() {
        var held = new Commands(
                playground.console(Paper.PIPE),
                playground.commands().surroundings(),
                _ -> ExitCode.HELD,
                playground.commands().archive(),
                _ -> List.of(),
                playground.commands().simulation(),
                playground.commands().viewer());
        assertThat(held.run("up")).isEqualTo(3);
    }

    @Test
    void aWrongSettingInTheFileStopsACommandThatHasToLookForTheRecorder() throws IOException {
        Files.createDirectories(home.resolve("etc"));
        Files.writeString(home.resolve("etc/config.toml"), "process_interval = '9h'\n");
        assertThat(playground.run("status")).isEqualTo(ExitCode.WRONG_USE);
        assertThat(playground.err())
                .contains("config.toml")
                .contains("process_interval")
                .contains("250ms to 5m");
    }

    @Test
    void aFaultOfOurOwnIsReportedWithoutPowerOverTheTerminal() throws IOException {
        Files.createFile(home.resolve("recorder.duckdb"));
        playground.with((Archive) _ -> {
            throw new IllegalStateException("odd\u001b[2J");
        });
        assertThat(playground.run("status", "--data-dir", home.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(playground.err())
                .contains("fault of tachograph", "odd\\e[2J", "\\tat dev.")
                .doesNotContain("\u001b");
    }

    @Test
    void versionsStandOnOneLine() {
        assertThat(playground.run("--version")).isZero();
        assertThat(playground.out()).matches("tachograph \\d+\\.\\d+\\.\\d+ \\(DuckDB \\d[\\d.]*, Java 25.*\\)\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"help top", "top --help", "top -h"})
    void helpOfACommandHasExamples(String arguments) {
        assertThat(playground.run(arguments.split(" ", -1))).isZero();
        assertThat(playground.out()).contains("Usage: tachograph top").contains("Examples:");
        assertThat(playground.err()).isEmpty();
    }

    @Test
    void helpListsEveryCommandAndMarksWhatComesLater() {
        assertThat(playground.run("help")).isZero();
        assertThat(playground.out()).contains("up ", "status ", "top ", "logs ", "doctor ", "completion ", "ask ");
    }

    @Test
    void doctorShowsFindingsAndRemediesAndFailsWhenSomethingIsMissing() {
        playground.with(List.of(
                new Finding(Finding.Level.OK, "processes", "all of them", null),
                new Finding(Finding.Level.LIMITED, "I/O rates", "own processes\u001b[2J", "setcap cap_sys_ptrace+ep")));
        assertThat(playground.run("doctor")).isZero();
        assertThat(playground.out()).isEqualTo("""
                ok       processes  all of them
                limited  I/O rates  own processes\\e[2J
                         → setcap cap_sys_ptrace+ep
                """);
        playground.with(List.of(new Finding(Finding.Level.MISSING, "disk", "full", null)));
        assertThat(playground.run("doctor")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void theHelpOfEveryCommandHasExamplesThatParse() {
        playground.commands().commandLine().getSubcommands().forEach((name, command) -> {
            var footer = List.of(command.getCommandSpec().usageMessage().footer());
            assertThat(footer.contains("Examples:")).as(name).isEqualTo(!name.equals("help"));
            Examples.in(footer).forEach(example -> Examples.parse(playground, example));
        });
    }
}
