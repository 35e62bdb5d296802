package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
    @TempDir
    Path folder;

    private Sandbox sandbox;

    @BeforeEach
    void enter() {
        sandbox = new Sandbox(folder);
    }

    @Test
    void regularExpressionsMayHoldCommasAndArePartedByLines() throws Exception {
        sandbox.userFile("redact_patterns = ['x{1,3}', 'y']");
        assertThat(sandbox.load().redactPatterns()).containsExactly("x{1,3}", "y");
        sandbox.variable("TACHOGRAPH_REDACT_PATTERNS", "a{1,2}\n\n b(c) \n");
        assertThat(sandbox.load().redactPatterns()).containsExactly("a{1,2}", "b(c)");
        sandbox.flag("--redact-patterns", "");
        assertThat(sandbox.load().redactPatterns()).isEmpty();
    }

    @Test
    void withoutAnySourceTheDefaultsHold() throws SettingsException {
        Settings settings = sandbox.load();
        assertThat(settings.dataDir()).isEqualTo(sandbox.home.resolve(".local/state/tachograph"));
        assertThat(settings.processInterval()).hasSeconds(5);
        assertThat(settings.redact()).isTrue();
        assertThat(settings.demo()).isFalse();
        assertThat(settings.web())
                .isEqualTo(new Settings.Web(
                        true,
                        new ListenAddress("127.0.0.1", 7070),
                        List.of(),
                        List.of(),
                        null,
                        settings.dataDir().resolve("token"),
                        false));
        assertThat(settings.logs()).isEqualTo(new Settings.Logs(true, Duration.ofDays(1), null, false, List.of()));
        assertThat(settings.retention())
                .isEqualTo(new Settings.Retention(
                        new Settings.Limit(30, 1_000_000_000),
                        new Settings.Limit(30, 500_000_000),
                        new Settings.Limit(30, 250_000_000),
                        new Settings.Limit(400, 250_000_000),
                        Duration.ofMinutes(10),
                        1_000_000_000,
                        false));
        assertThat(settings.budgets()).isEqualTo(new Settings.Budgets(2, 200_000_000));
    }

    @Test
    void flagsGoBeforeEnvironmentBeforeFileBeforeDefaults() throws Exception {
        sandbox.userFile("process_interval = '1s'", "redact = false", "log_retention_days = 7");
        sandbox.variable("TACHOGRAPH_PROCESS_INTERVAL", "2s").variable("TACHOGRAPH_REDACT", "on");
        sandbox.flag("--process-interval", "3s");
        Settings settings = sandbox.load();
        assertThat(settings.processInterval()).hasSeconds(3);
        assertThat(settings.redact()).isTrue();
        assertThat(settings.retention().logs().days()).isEqualTo(7);
        assertThat(settings.retention().processes().days()).isEqualTo(30);
    }

    @Test
    void ofSeveralEqualFlagsTheLastCounts() throws SettingsException {
        sandbox.flag("--interval", "1s").flag("--process-interval", "2s");
        assertThat(sandbox.load().processInterval()).hasSeconds(2);
    }

    @Test
    void switchesNeedNoValue() throws SettingsException {
        sandbox.flag("--no-web", null)
                .flag("--no-logs", null)
                .flag("--demo", null)
                .flag("--redact", "off");
        Settings settings = sandbox.load();
        assertThat(settings.web().enabled()).isFalse();
        assertThat(settings.logs().enabled()).isFalse();
        assertThat(settings.demo()).isTrue();
        assertThat(settings.redact()).isFalse();
    }

    @Test
    void aFileMayUseTheTypesOfToml() throws Exception {
        sandbox.userFile(
                "redact = 'off'",
                "demo = true",
                "allowed_users = ['alice', 'bob', 'alice']",
                "allowed_hosts = 'Recorder.example.org, [::1], 10.0.0.7'",
                "log_max_size_gb = 2",
                "process_max_size_gb = 0.01",
                "metric_max_size_gb = 1e-2",
                "log_retention_days = '7'",
                "cpu_budget_percent = 0.5");
        Settings settings = sandbox.load();
        assertThat(settings.redact()).isFalse();
        assertThat(settings.demo()).isTrue();
        assertThat(settings.web().allowedUsers()).containsExactly("alice", "bob");
        assertThat(settings.web().allowedHosts()).containsExactly("recorder.example.org", "::1", "10.0.0.7");
        assertThat(settings.retention().logs()).isEqualTo(new Settings.Limit(7, 2_000_000_000));
        assertThat(settings.retention().processes().bytes()).isEqualTo(10_000_000);
        assertThat(settings.retention().metrics().bytes()).isEqualTo(10_000_000);
        assertThat(settings.budgets().cpuPercent()).isEqualTo(0.5);
    }

    @Test
    void anEmptyListTakesBackAWeakerSourcesList() throws Exception {
        sandbox.userFile("allowed_users = ['alice']");
        sandbox.variable("TACHOGRAPH_ALLOWED_USERS", "");
        assertThat(sandbox.load().web().allowedUsers()).isEmpty();
    }

    @Test
    void pathsAreRelativeToTheFileOrTheWorkingDirectoryAndTildeIsHome() throws Exception {
        Path file = sandbox.userFile("data_dir = 'data'", "journal_dir = '~/journal'");
        assertThat(sandbox.load().dataDir()).isEqualTo(file.resolveSibling("data"));
        assertThat(sandbox.load().logs().journalDir()).isEqualTo(sandbox.home.resolve("journal"));
        sandbox.flag("--data-dir", "../data");
        assertThat(sandbox.load().dataDir()).isEqualTo(folder.resolve("data"));
    }

    @Test
    void theUsersFileReplacesTheHosts() throws Exception {
        sandbox.write(sandbox.systemFile, "process_interval = '1s'", "redact = false");
        assertThat(sandbox.load().processInterval()).hasSeconds(1);
        sandbox.userFile("process_interval = '2s'");
        assertThat(sandbox.load().processInterval()).hasSeconds(2);
        assertThat(sandbox.load().redact()).isTrue();
    }

    @Test
    void aNamedFileReplacesBoth() throws Exception {
        sandbox.userFile("process_interval = '2s'");
        sandbox.write(sandbox.work.resolve("mine.toml"), "redact = false");
        sandbox.flag("--config", "mine.toml");
        assertThat(sandbox.load().processInterval()).hasSeconds(5);
        assertThat(sandbox.load().redact()).isFalse();
    }

    @Test
    void xdgDirectoriesAreHonouredUnlessRelative() throws Exception {
        Path config = folder.resolve("xdg");
        sandbox.write(config.resolve("tachograph/config.toml"), "process_interval = '1s'");
        sandbox.variable("XDG_CONFIG_HOME", config.toString()).variable("XDG_STATE_HOME", "/state");
        assertThat(sandbox.load().processInterval()).hasSeconds(1);
        assertThat(sandbox.load().dataDir()).isEqualTo(Path.of("/state/tachograph"));

        sandbox.variable("XDG_CONFIG_HOME", "xdg").variable("XDG_STATE_HOME", "");
        assertThat(sandbox.load().processInterval()).hasSeconds(5);
        assertThat(sandbox.load().dataDir()).isEqualTo(sandbox.home.resolve(".local/state/tachograph"));
    }

    @Test
    void aHomeThatIsNoDirectoryHasNoFile() throws IOException {
        Files.createFile(sandbox.home);
        assertThat(sandbox.problems()).isEmpty();
    }

    @Test
    void rootRecordsInTheSystemsDirectory() throws SettingsException {
        sandbox.root = true;
        assertThat(sandbox.load().dataDir()).isEqualTo(Path.of("/var/lib/tachograph"));
        assertThat(sandbox.load().dataDirCandidates()).containsExactly(Path.of("/var/lib/tachograph"));
    }

    @Test
    void aRecorderIsLookedForInTheUsersDirectoryAndThenTheSystems() throws SettingsException {
        assertThat(sandbox.load().dataDirCandidates())
                .containsExactly(sandbox.home.resolve(".local/state/tachograph"), Path.of("/var/lib/tachograph"));
    }

    @Test
    void aRecorderIsLookedForNowhereButInAGivenDirectory() throws SettingsException {
        sandbox.variable("TACHOGRAPH_DATA_DIR", "/data");
        assertThat(sandbox.load().dataDirCandidates()).containsExactly(Path.of("/data"));
    }

    @Test
    void otherVariablesAndThoseOfKubernetesAreLeftAlone() {
        sandbox.variable("PATH", "/bin")
                .variable("TACHOGRAPH_SERVICE_HOST", "10.0.0.1")
                .variable("TACHOGRAPH_SERVICE_PORT_HTTP", "7070")
                .variable("TACHOGRAPH_PORT", "tcp://10.0.0.1:7070")
                .variable("TACHOGRAPH_PORT_7070_TCP_ADDR", "10.0.0.1");
        assertThat(sandbox.problems()).isEmpty();
    }

    @Test
    void aByteOrderMarkIsSkipped() throws Exception {
        sandbox.userFile("\ufeffprocess_interval = '1s'");
        assertThat(sandbox.load().processInterval()).hasSeconds(1);
    }
}
