package dev.tachograph.settings;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All settings there are. The loader, {@code --help} and the test of {@code docs/settings.md} go by this list. */
public final class KnownSettings {
    private static final int MOST_DAYS = 36_500;
    /** An empty hot file and its log take a good part of it. */
    private static final BigDecimal LEAST_GB = new BigDecimal("0.01");

    private static final int MOST_GB = 1_000_000;

    static final Setting<Path> DATA_DIR = Setting.derived(
            "data_dir",
            Form.path("DIR", "a directory"),
            "/var/lib/tachograph as root, else $XDG_STATE_HOME/tachograph or ~/.local/state/tachograph",
            "where the recording lies");
    static final Setting<ListenAddress> LISTEN = Setting.preset(
            "listen",
            Form.listenAddress(),
            "127.0.0.1:7070",
            "where page and HTTP API are served; port 0 picks a free one; beyond loopback over TLS and with the token only");
    static final Setting<Boolean> WEB = Setting.preset(
            "web", Form.onOff(), "on", "serve over TCP; off leaves only the socket in the data directory");
    static final Setting<List<String>> ALLOWED_USERS = Setting.preset(
            "allowed_users",
            Form.users(),
            "",
            "users who, besides root and the recorder's own user, may read over loopback without the token");
    static final Setting<List<String>> ALLOWED_HOSTS = Setting.preset(
            "allowed_hosts",
            Form.hosts(),
            "",
            "host names, besides those of loopback, under which it may be addressed");
    static final Setting<Path> TLS_CERTIFICATE = Setting.derived(
            "tls_certificate",
            Form.path("FILE", "a PEM file"),
            "none; beyond loopback one that the recorder makes",
            "the certificate and its chain, as PEM");
    static final Setting<Path> TLS_KEY = Setting.derived(
            "tls_key", Form.path("FILE", "a PEM file"), "none", "the certificate's private key, as PEM");
    static final Setting<Path> TOKEN_FILE = Setting.derived(
            "token_file", Form.path("FILE", "a file"), "token in the data directory", "holds the token");
    static final Setting<Duration> PROCESS_INTERVAL = Setting.preset(
                    "process_interval",
                    Form.duration(Duration.ofMillis(250), Duration.ofMinutes(5), "5s"),
                    "5s",
                    "time from one look at all processes to the next")
            .alias("--interval");
    static final Setting<Boolean> REDACT = Setting.preset(
            "redact", Form.onOff(), "on", "blot out secrets in command lines and messages before they are stored");
    static final Setting<List<String>> REDACT_PATTERNS = Setting.preset(
            "redact_patterns",
            Form.regularExpressions(),
            "",
            "further secrets to blot out: the group named secret, or else the first group, or else the whole match");
    static final Setting<Boolean> LOGS = Setting.preset("logs", Form.onOff(), "on", "record log lines");
    static final Setting<Path> JOURNAL_DIR = Setting.derived(
            "journal_dir",
            Form.path("DIR", "a directory of journal files"),
            "none",
            "journal files that replace every other log source, also those of log_files");
    static final Setting<Boolean> JOURNAL_NAMESPACES = Setting.preset(
            "journal_namespaces", Form.onOff(), "off", "read the journals of all namespaces and not the host's alone");
    static final Setting<List<Path>> LOG_FILES = Setting.preset(
            "log_files",
            Form.paths("a list of files separated by commas, such as /var/log/syslog,/var/log/auth.log"),
            "",
            "syslog files to read besides the journal; where there is neither, the usual ones in /var/log are read");
    static final Setting<Duration> LOG_BACKFILL = Setting.preset(
            "log_backfill",
            Form.duration(Duration.ZERO, Duration.ofDays(MOST_DAYS), "1d"),
            "1d",
            "how much of the log's past is read at the first start");
    static final Setting<Integer> LOG_RETENTION_DAYS = days("log", "30", "log lines");
    static final Setting<Long> LOG_MAX_SIZE_GB = size("log", "1.0", "log lines");
    static final Setting<Integer> PROCESS_RETENTION_DAYS = days("process", "30", "processes");
    static final Setting<Long> PROCESS_MAX_SIZE_GB = size("process", "0.5", "processes");
    static final Setting<Integer> METRIC_RETENTION_DAYS = days("metric", "30", "host metrics");
    static final Setting<Long> METRIC_MAX_SIZE_GB = size("metric", "0.25", "host metrics");
    static final Setting<Integer> ROLLUP_RETENTION_DAYS = days("rollup", "400", "minute and hour roll-ups");
    static final Setting<Long> ROLLUP_MAX_SIZE_GB = size("rollup", "0.25", "minute and hour roll-ups");
    static final Setting<Integer> CLEANUP_INTERVAL_MINUTES = Setting.preset(
            "cleanup_interval_minutes",
            Form.integer(5, 15, "minutes"),
            "10",
            "time from one clean-up to the next; one also runs at start");
    static final Setting<Long> MIN_FREE_DISK_GB = Setting.preset(
            "min_free_disk_gb",
            Form.gigabytes(MOST_GB),
            "1.0",
            "with less free disk space than this, the oldest data goes early; the default is never more than a tenth of the disk");
    static final Setting<Double> CPU_BUDGET_PERCENT = Setting.preset(
            "cpu_budget_percent",
            Form.percent(100),
            "2",
            "percent of one core the recorder may use before it slows optional reads");
    static final Setting<Integer> MEMORY_BUDGET_MB = Setting.preset(
            "memory_budget_mb",
            Form.integer(50, 1_000_000, "MB"),
            "200",
            "memory the recorder may use before it slows optional reads");
    static final Setting<Boolean> DEMO = Setting.preset(
                    "demo", Form.onOff(), "off", "record a made-up host instead of this one, for a first look")
            .later();

    private static final List<Setting<?>> ALL = List.of(
            DATA_DIR,
            LISTEN,
            WEB,
            ALLOWED_USERS,
            ALLOWED_HOSTS,
            TLS_CERTIFICATE,
            TLS_KEY,
            TOKEN_FILE,
            PROCESS_INTERVAL,
            REDACT,
            REDACT_PATTERNS,
            LOGS,
            JOURNAL_DIR,
            JOURNAL_NAMESPACES,
            LOG_FILES,
            LOG_BACKFILL,
            LOG_RETENTION_DAYS,
            LOG_MAX_SIZE_GB,
            PROCESS_RETENTION_DAYS,
            PROCESS_MAX_SIZE_GB,
            METRIC_RETENTION_DAYS,
            METRIC_MAX_SIZE_GB,
            ROLLUP_RETENTION_DAYS,
            ROLLUP_MAX_SIZE_GB,
            CLEANUP_INTERVAL_MINUTES,
            MIN_FREE_DISK_GB,
            CPU_BUDGET_PERCENT,
            MEMORY_BUDGET_MB,
            DEMO);

    private KnownSettings() {}

    /** All settings in the order in which they are shown. */
    public static List<Setting<?>> all() {
        return ALL;
    }

    private static Setting<Integer> days(String of, String preset, String what) {
        return Setting.preset(
                of + "_retention_days",
                Form.integer(1, MOST_DAYS, "days"),
                preset,
                "how long %s are kept".formatted(what));
    }

    private static Setting<Long> size(String of, String preset, String what) {
        return Setting.preset(
                of + "_max_size_gb",
                Form.gigabytes(LEAST_GB, MOST_GB),
                preset,
                "how much disk space %s may take".formatted(what));
    }
}
