package dev.tachograph.settings;

import static java.util.Objects.requireNonNullElseGet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the settings: flags go before the environment, that before the file, that before the defaults. A wrong value is
 * refused also where a stronger source has a right one.
 */
public final class SettingsLoader {
    private static final long BYTES_PER_MB = 1_000_000;

    private final Surroundings surroundings;
    private final Findings findings = new Findings();

    private SettingsLoader(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /**
     * The settings for a recorder, which is going to open a port: what it serves with is checked too.
     *
     * @param flags those of the command line that are settings, and {@link Flag#CONFIG}; of several alike the last counts
     * @throws SettingsException with everything that is wrong in any source
     */
    public static Settings load(List<Flag> flags, Surroundings surroundings) throws SettingsException {
        var loader = new SettingsLoader(surroundings);
        Values values = loader.read(flags);
        if (loader.canCheckServing()) {
            new ServingCheck(values).check(loader.findings);
        }
        return loader.settings(values);
    }

    /**
     * The settings for a command that only talks to a recorder, and may not be allowed to read the recorder's key.
     *
     * @param flags as for {@link #load}
     * @throws SettingsException with every wrong value in any source
     */
    public static Settings loadForClient(List<Flag> flags, Surroundings surroundings) throws SettingsException {
        var loader = new SettingsLoader(surroundings);
        return loader.settings(loader.read(flags));
    }

    private Values read(List<Flag> flags) {
        Folders folders = surroundings.folders();
        new ConfigFiles(surroundings).read(flags, findings);
        new VariableReader(folders).read(surroundings.environment(), findings);
        new FlagReader(folders).read(flags, findings);
        return new Values(findings.values(), folders);
    }

    private boolean canCheckServing() {
        return findings.problems().stream()
                .noneMatch(problem -> ServingCheck.SETTINGS.stream()
                        .anyMatch(setting -> setting.key().equals(problem.key())));
    }

    private Settings settings(Values values) throws SettingsException {
        if (!findings.problems().isEmpty()) {
            throw new SettingsException(findings.problems());
        }
        Path given = values.find(KnownSettings.DATA_DIR);
        List<Path> candidates = given == null ? surroundings.dataDirectories() : List.of(given);
        Path dataDir = candidates.getFirst();
        return new Settings(
                dataDir,
                candidates,
                values.get(KnownSettings.PROCESS_INTERVAL),
                values.get(KnownSettings.REDACT),
                values.get(KnownSettings.REDACT_PATTERNS),
                values.get(KnownSettings.DEMO),
                web(values, dataDir),
                new Settings.Logs(
                        values.get(KnownSettings.LOGS),
                        values.get(KnownSettings.LOG_BACKFILL),
                        values.find(KnownSettings.JOURNAL_DIR),
                        values.get(KnownSettings.JOURNAL_NAMESPACES),
                        values.get(KnownSettings.LOG_FILES)),
                retention(values),
                new Settings.Budgets(
                        values.get(KnownSettings.CPU_BUDGET_PERCENT),
                        values.get(KnownSettings.MEMORY_BUDGET_MB) * BYTES_PER_MB));
    }

    private static Settings.Web web(Values values, Path dataDir) {
        Path tokenFile = values.find(KnownSettings.TOKEN_FILE);
        return new Settings.Web(
                values.get(KnownSettings.WEB),
                values.get(KnownSettings.LISTEN),
                values.get(KnownSettings.ALLOWED_USERS),
                values.get(KnownSettings.ALLOWED_HOSTS),
                tls(values),
                requireNonNullElseGet(tokenFile, () -> dataDir.resolve("token")),
                tokenFile != null);
    }

    private static Settings.@Nullable Tls tls(Values values) {
        Path certificate = values.find(KnownSettings.TLS_CERTIFICATE);
        Path key = values.find(KnownSettings.TLS_KEY);
        return certificate == null || key == null ? null : new Settings.Tls(certificate, key);
    }

    private static Settings.Retention retention(Values values) {
        return new Settings.Retention(
                limit(values, KnownSettings.LOG_RETENTION_DAYS, KnownSettings.LOG_MAX_SIZE_GB),
                limit(values, KnownSettings.PROCESS_RETENTION_DAYS, KnownSettings.PROCESS_MAX_SIZE_GB),
                limit(values, KnownSettings.METRIC_RETENTION_DAYS, KnownSettings.METRIC_MAX_SIZE_GB),
                limit(values, KnownSettings.ROLLUP_RETENTION_DAYS, KnownSettings.ROLLUP_MAX_SIZE_GB),
                Duration.ofMinutes(values.get(KnownSettings.CLEANUP_INTERVAL_MINUTES)),
                values.get(KnownSettings.MIN_FREE_DISK_GB),
                values.written(KnownSettings.MIN_FREE_DISK_GB) != null);
    }

    private static Settings.Limit limit(Values values, Setting<Integer> days, Setting<Long> size) {
        return new Settings.Limit(values.get(days), values.get(size));
    }
}
