package dev.tachograph.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownSettingsTest {
    private static final Folders FOLDERS = new Folders(Path.of("/home/me"), Path.of("/"));

    @Test
    void keysFlagsAndVariablesAreUnique() {
        assertThat(KnownSettings.all()).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(KnownSettings.all()).extracting(Setting::variable).doesNotHaveDuplicates();
        assertThat(KnownSettings.all().stream().flatMap(setting -> setting.flags().stream()))
                .doesNotHaveDuplicates()
                .doesNotContain(Flag.CONFIG)
                .allMatch(flag -> flag.matches("--[a-z]+(-[a-z]+)*"));
    }

    @Test
    void everyPresetIsAllowed() {
        assertThat(KnownSettings.all()).allSatisfy(setting -> {
            String preset = setting.preset();
            assertThat(preset == null || setting.form().read(preset, FOLDERS) != null)
                    .isTrue();
        });
    }

    @Test
    void anySettingIsAFlagAVariableAndAKey() {
        Setting<?> interval = KnownSettings.PROCESS_INTERVAL;
        assertThat(interval.key()).isEqualTo("process_interval");
        assertThat(interval.variable()).isEqualTo("TACHOGRAPH_PROCESS_INTERVAL");
        assertThat(interval.flags()).containsExactly("--process-interval", "--interval");
        assertThat(KnownSettings.WEB.flags()).containsExactly("--web", "--no-web");
    }

    @Test
    void thisVersionActsOnWhatItRecordsAndServes() {
        assertThat(KnownSettings.all().stream().filter(Setting::takesEffect).map(Setting::key))
                .isEqualTo(List.of(
                        "data_dir",
                        "listen",
                        "web",
                        "allowed_users",
                        "allowed_hosts",
                        "tls_certificate",
                        "tls_key",
                        "token_file",
                        "process_interval",
                        "redact",
                        "redact_patterns",
                        "logs",
                        "journal_dir",
                        "journal_namespaces",
                        "log_files",
                        "log_backfill",
                        "log_retention_days",
                        "log_max_size_gb",
                        "process_retention_days",
                        "process_max_size_gb",
                        "metric_retention_days",
                        "metric_max_size_gb",
                        "rollup_retention_days",
                        "rollup_max_size_gb",
                        "cleanup_interval_minutes",
                        "min_free_disk_gb",
                        "cpu_budget_percent",
                        "memory_budget_mb"));
    }
}
