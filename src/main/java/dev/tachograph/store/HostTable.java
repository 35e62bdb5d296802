package dev.tachograph.store;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the host as users see them: views with a row for each tick, or for each tick and device. What is listed here can
 * be asked for as a chart, and is rolled up by minute and hour.
 */
public enum HostTable {
    CPU("cpu", false, percent("busy", "user", "nice", "system", "irq", "softirq", "steal", "guest", "iowait", "idle")),
    MEMORY(
            null,
            false,
            bytes(
                    "total_bytes",
                    "available_bytes",
                    "used_bytes",
                    "free_bytes",
                    "cached_bytes",
                    "buffers_bytes",
                    "dirty_bytes",
                    "writeback_bytes",
                    "anonymous_bytes",
                    "shared_bytes",
                    "slab_bytes",
                    "slab_reclaimable_bytes",
                    "page_tables_bytes",
                    "committed_bytes",
                    "swap_total_bytes",
                    "swap_used_bytes",
                    "huge_total_bytes",
                    "huge_free_bytes"),
            perSecond("major_faults"),
            bytesPerSecond("swap_in_rate", "swap_out_rate"),
            count("oom_kills")),
    LOAD(
            null,
            false,
            level("load1", "load5", "load15", "running", "blocked", "threads"),
            perSecond("forks", "context_switches", "interrupts")),
    PRESSURE(
            null,
            false,
            percent("cpu_some", "cpu_full", "memory_some", "memory_full", "io_some", "io_full", "irq_full")),
    DISKS(
            "device",
            false,
            bytesPerSecond("read_rate", "write_rate", "discard_rate"),
            perSecond("read_ops", "write_ops"),
            millis("read_await", "write_await"),
            level("queue", "in_flight"),
            percent("busy")),
    FILESYSTEMS(
            "mount_point",
            true,
            bytes("size_bytes", "used_bytes", "available_bytes"),
            percent("used_percent"),
            level("inodes", "inodes_used")),
    NETWORKS(
            "interface",
            false,
            bytesPerSecond("receive_rate", "send_rate"),
            perSecond("receive_packet_rate", "send_packet_rate"),
            count("receive_errors", "receive_drops", "send_errors", "send_drops")),
    CGROUPS(
            "cgroup",
            true,
            percent("cpu_usage", "user_usage", "system_usage", "throttled"),
            bytes("mem_usage", "mem_peak", "mem_limit", "swap_usage"),
            bytesPerSecond("read_rate", "write_rate"),
            level("pids", "pids_limit"),
            percent("cpu_pressure", "memory_pressure", "memory_full_pressure", "io_pressure", "io_full_pressure"),
            count("oom_kills"));

    private final @Nullable String device;
    private final boolean isSparse;

    @SuppressWarnings("ImmutableEnumChecker") // a list that nobody can change
    private final List<Metric> metrics;

    HostTable(@Nullable String device, boolean isSparse, Metrics... metrics) {
        this.device = device;
        this.isSparse = isSparse;
        this.metrics = Stream.of(metrics).flatMap(each -> each.list.stream()).toList();
    }

    /** What a figure is measured in. */
    public enum Unit {
        /** Of one core, or of the interval. */
        PERCENT,
        BYTES,
        BYTES_PER_SECOND,
        PER_SECOND,
        MILLISECONDS,
        /** A plain number at one instant. */
        LEVEL,
        /** How often something happened in the interval. */
        COUNT;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether it tells of the interval and not of an instant. */
        public boolean isOfInterval() {
            return switch (this) {
                case BYTES, LEVEL -> false;
                case PERCENT, BYTES_PER_SECOND, PER_SECOND, MILLISECONDS, COUNT -> true;
            };
        }
    }

    /** One column of a table that holds figures. */
    public record Metric(String column, Unit unit) {}

    private record Metrics(List<Metric> list) {
        static Metrics of(Unit unit, String... columns) {
            return new Metrics(
                    Stream.of(columns).map(column -> new Metric(column, unit)).toList());
        }
    }

    private static Metrics percent(String... columns) {
        return Metrics.of(Unit.PERCENT, columns);
    }

    private static Metrics bytes(String... columns) {
        return Metrics.of(Unit.BYTES, columns);
    }

    private static Metrics bytesPerSecond(String... columns) {
        return Metrics.of(Unit.BYTES_PER_SECOND, columns);
    }

    private static Metrics perSecond(String... columns) {
        return Metrics.of(Unit.PER_SECOND, columns);
    }

    private static Metrics millis(String... columns) {
        return Metrics.of(Unit.MILLISECONDS, columns);
    }

    private static Metrics level(String... columns) {
        return Metrics.of(Unit.LEVEL, columns);
    }

    private static Metrics count(String... columns) {
        return Metrics.of(Unit.COUNT, columns);
    }

    /** The name of its view. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The table with a name, if there is one. */
    public static Optional<HostTable> ofWord(String word) {
        return Stream.of(values()).filter(table -> table.word().equals(word)).findFirst();
    }

    /** The column that says which device a row is of; {@code null} where there is only one. */
    public @Nullable String device() {
        return device;
    }

    /** Whether it has rows only where something changed: in between, levels stay and nothing happens. */
    public boolean isSparse() {
        return isSparse;
    }

    /** Its figures, in the order in which they are shown. */
    public List<Metric> metrics() {
        return metrics;
    }

    /** The name of a figure in the roll-ups, such as {@code cpu.busy}. */
    public String rolledUp(Metric metric) {
        return word() + "." + metric.column();
    }
}
