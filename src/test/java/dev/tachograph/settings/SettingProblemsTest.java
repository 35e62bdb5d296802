package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How each wrong setting is named. */
class SettingProblemsTest {
    private static final String NO_INTERVAL = "not a duration from 250ms to 5m, such as 5s";

    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void enter() {
        sandbox = new Sandbox(folder);
    }

    @Test
    void allWrongSettingsOfAllSourcesAreReportedAtOnceInTheirPlaces() throws IOException {
        Path file = sandbox.userFile(
                "# mine",
                "redact = true",
                "process_interval = \"5 parsecs\"",
                "",
                "proces_interval = '5s'",
                "listen = 7070");
        sandbox.variable("TACHOGRAPH_LISTEN", "here").variable("TACHOGRAPH_LISTN", "127.0.0.1:1");
        sandbox.flag("--interval", "1ms").flag("--cleanup-interval-minutes", "16");
        assertThatThrownBy(sandbox::load)
                .isInstanceOf(SettingsException.class)
                .hasMessage(String.join(
                        "\n",
                        file + ":3: process_interval = \"5 parsecs\": " + NO_INTERVAL,
                        file + ":5: proces_interval: no such setting; did you mean process_interval?",
                        file + ":6: listen = 7070: not " + KnownSettings.LISTEN.allowed(),
                        "TACHOGRAPH_LISTEN = \"here\": not " + KnownSettings.LISTEN.allowed(),
                        "TACHOGRAPH_LISTN: no such setting; did you mean TACHOGRAPH_LISTEN?",
                        "--interval 1ms: " + NO_INTERVAL,
                        "--cleanup-interval-minutes 16: not a whole number of minutes from 5 to 15"));
    }

    @Test
    void aProblemKnowsItsPlaceKeyAndValue() throws IOException {
        Path file = sandbox.userFile("redact = true", "process_interval = 5");
        assertThatThrownBy(sandbox::load)
                .asInstanceOf(InstanceOfAssertFactories.type(SettingsException.class))
                .extracting(SettingsException::problems)
                .isEqualTo(List.of(new SettingProblem(
                        new Source.ConfigFile(file, 2, null), "process_interval", "5", NO_INTERVAL)));
    }

    @Test
    void aWrongValueIsWrongAlsoWhereAStrongerSourceHasARightOne() throws IOException {
        Path file = sandbox.userFile("process_interval = '1h'");
        sandbox.flag("--interval", "5s");
        assertThat(sandbox.problems()).containsExactly(file + ":1: process_interval = \"1h\": " + NO_INTERVAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "process_interval = '249ms'   | process_interval = \"249ms\"",
                "process_interval = '5m1s'    | process_interval = \"5m1s\"",
                "process_interval = true      | process_interval = true",
                "process_interval = 12:00:00  | process_interval = 12:00",
                "data_dir = 5                 | data_dir = 5",
                "data_dir = ''                | data_dir = \"\"",
                "data_dir = \"a\\u0000b\"     | data_dir = \"a\\u{0}b\"",
                "listen = { host = 'a' }      | listen = a table",
                "redact = 1                   | redact = 1",
                "redact = 'yes'               | redact = \"yes\"",
                "redact = [true]              | redact = [true]",
                "allowed_users = 5            | allowed_users = 5",
                "allowed_users = ['a', 5]     | allowed_users = [\"a\", 5]",
                "allowed_users = ['a,b']      | allowed_users = [\"a,b\"]",
                "allowed_users = 'a,,b'       | allowed_users = \"a,,b\"",
                "allowed_users = ['a b']      | allowed_users = [\"a b\"]",
                "allowed_hosts = ['a:7070']   | allowed_hosts = [\"a:7070\"]",
                "allowed_hosts = ['[a]', [1]] | allowed_hosts = [\"[a]\", […]]",
                "log_retention_days = 0       | log_retention_days = 0",
                "log_retention_days = -1      | log_retention_days = -1",
                "log_retention_days = 1.5     | log_retention_days = 1.5",
                "log_max_size_gb = 0.0        | log_max_size_gb = 0.0",
                "log_max_size_gb = 0.001      | log_max_size_gb = 0.001",
                "log_max_size_gb = inf        | log_max_size_gb = Infinity",
                "log_max_size_gb = 1e300      | log_max_size_gb = 1.0E300",
                "log_max_size_gb = '1 GB'     | log_max_size_gb = \"1 GB\"",
                "log_backfill = '-1d'         | log_backfill = \"-1d\"",
                "cpu_budget_percent = 101     | cpu_budget_percent = 101",
                "memory_budget_mb = 9999999999| memory_budget_mb = 9999999999",
            })
    void aWrongValueIsShownWithWhatIsAllowed(String line, String shown) throws IOException {
        Path file = sandbox.userFile(line);
        String key = line.substring(0, line.indexOf(' '));
        Setting<?> setting = KnownSettings.all().stream()
                .filter(known -> known.key().equals(key))
                .findFirst()
                .orElseThrow();
        assertThat(sandbox.problems()).containsExactly(file + ":1: " + shown + ": not " + setting.allowed());
    }

    @Test
    void aWrongRegularExpressionIsNamedWithWhatIsWrongInIt() throws IOException {
        Path file = sandbox.userFile("redact_patterns = ['PIN (\\d{4})', '(a']", "allowed_users = 'a'");
        sandbox.variable("TACHOGRAPH_REDACT_PATTERNS", "a*").flag("--redact-patterns", "[b");
        String not = "not " + KnownSettings.REDACT_PATTERNS.allowed() + ": ";
        assertThat(sandbox.problems())
                .containsExactly(
                        file + ":1: redact_patterns = [\"PIN (\\d{4})\", \"(a\"]: " + not
                                + "Unclosed group in \"(a\" near letter 3",
                        "TACHOGRAPH_REDACT_PATTERNS = \"a*\": " + not + "\"a*\" matches where nothing is",
                        "--redact-patterns [b: " + not + "Unclosed character class in \"[b\" near letter 2");
    }

    @Test
    void tablesAndDottedKeysAreNamedWithTheLineOfEachKey() throws IOException {
        Path file = sandbox.userFile(
                "process.interval = '5s'",
                "[server]",
                "listen = '127.0.0.1:1'",
                "[empty]",
                "[[many]]",
                "a = 1",
                "[\"odd\\u001b[2J.key\"]",
                "b = 1");
        assertThat(sandbox.problems())
                .containsExactly(
                        file + ":1: process.interval: no such setting; did you mean process_interval?",
                        file + ":3: server.listen: no such setting; did you mean listen?",
                        file + ":4: empty: no such setting",
                        file + ":5: many: no such setting",
                        file + ":8: odd\\e[2J.key.b: no such setting");
    }

    @Test
    void syntaxErrorsAreNamedWithLineAndColumn() throws IOException {
        Path file = sandbox.userFile("redact = on", "listen = \"127.0.0.1:1", "process_interval = '9h'");
        assertThat(sandbox.problems())
                .containsExactly(
                        file + ":1:10: Unexpected 'o', expected a value: text in quotes, a number, true or false",
                        file + ":2:22: Unexpected end of line, expected \" or a character");
    }

    @Test
    void aKeyThatStandsTwiceIsASyntaxError() throws IOException {
        Path file = sandbox.userFile("redact = true", "redact = false");
        assertThat(sandbox.problems()).containsExactly(file + ":2:1: redact previously defined at line 1, column 1");
    }

    @Test
    void aNamedFileHasToBeThere() {
        sandbox.flag("--config", "nowhere/config.toml");
        assertThat(sandbox.problems()).containsExactly(sandbox.work.resolve("nowhere/config.toml") + ": no such file");
    }

    @Test
    void configNeedsAPath() {
        assertThat(sandbox.flag("--config", null).problems())
                .containsExactly("--config: needs the path of a TOML file");
        assertThat(sandbox.flag("--config", "").problems())
                .containsExactly("--config \"\": needs the path of a TOML file");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path file = sandbox.home.resolve(".config/tachograph/config.toml");
        Files.createDirectories(file);
        assertThat(sandbox.problems()).singleElement().asString().startsWith(file + ": cannot be read: ");
    }

    @Test
    void aFileThatIsNotUtf8IsNamed() throws IOException {
        Path file = sandbox.userFile();
        Files.write(file, new byte[] {'#', (byte) 0xff});
        assertThat(sandbox.problems()).containsExactly(file + ": cannot be read: not UTF-8");
    }

    @Test
    void aFileWithoutEndIsNotReadToItsEnd() {
        sandbox.flag("--config", "/dev/zero");
        assertThat(sandbox.problems()).containsExactly("/dev/zero: cannot be read: larger than 1 MiB");
    }

    @Test
    void wrongFlagsAreNamedAsTheyWereTyped() {
        sandbox.flag("--lisen", "127.0.0.1:1")
                .flag("--listen", null)
                .flag("--listen", "a b")
                .flag("--no-redact", "on")
                .flag("--redact", "maybe")
                .flag("--frobnicate", null);
        assertThat(sandbox.problems())
                .containsExactly(
                        "--lisen: no such setting; did you mean --listen?",
                        "--listen: needs a value: " + KnownSettings.LISTEN.allowed(),
                        "--listen \"a b\": not " + KnownSettings.LISTEN.allowed(),
                        "--no-redact on: takes no value",
                        "--redact maybe: not on, off, true or false",
                        "--frobnicate: no such setting");
    }

    @Test
    void theValueOfAnUnknownSettingMayBeASecretAndIsNotShown() throws IOException {
        sandbox.userFile("token = 'hunter2'", "[login]", "password = 'hunter2'");
        sandbox.variable("TACHOGRAPH_TOKEN", "hunter2").flag("--token", "hunter2");
        assertThat(sandbox.problems())
                .hasSize(4)
                .noneMatch(problem -> problem.contains("hunter2"))
                .filteredOn(problem -> problem.contains("did you mean"))
                .hasSize(3);
    }

    @Test
    void aValueCannotBreakALineOrATerminalOrFillTheScreen() {
        sandbox.variable("TACHOGRAPH_LISTEN", "\u001b[2J\n\"" + "x".repeat(10_000));
        assertThat(sandbox.problems())
                .singleElement()
                .asString()
                .startsWith("TACHOGRAPH_LISTEN = \"\\e[2J\\n\\\"xxx")
                .contains("x…\": not HOST:PORT")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "proces_interval, process_interval",
        "interval, process_interval",
        "process_intervall, process_interval",
        "retention_days, log_retention_days",
        "log_retention, log_retention_days",
        "allow_users, allowed_users",
        "cert, tls_certificate",
        "token, token_file",
    })
    void theNearestNameIsSuggested(String unknown, String meant) throws IOException {
        Path file = sandbox.userFile(unknown + " = 1");
        assertThat(sandbox.problems())
                .containsExactly(file + ":1: " + unknown + ": no such setting; did you mean " + meant + "?");
    }
}
