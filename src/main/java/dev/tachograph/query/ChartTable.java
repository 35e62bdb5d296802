package dev.tachograph.query;

import dev.tachograph.store.HostTable;
import dev.tachograph.store.HostTable.Metric;
import dev.tachograph.store.HostTable.Unit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table of which there are charts: those of the host, and two that are made from what each tick tells of itself.
 *
 * @param host where it is one of the host; {@code null} for the others, of which there are no roll-ups
 * @param metrics its figures, in the order in which they are shown
 */
public record ChartTable(String name, @Nullable HostTable host, List<Metric> metrics) {
    /** Where the CPU time went, in percent of one core: busy = attributed + exited + interrupt + unattributed. */
    private static final ChartTable TICKS = new ChartTable(
            "ticks",
            null,
            Stream.concat(
                            of(Unit.PERCENT, "busy", "attributed", "exited", "interrupt", "unattributed"),
                            of(Unit.LEVEL, "processes", "exits"))
                    .toList());

    /** What the recorder itself costs. */
    private static final ChartTable RECORDER = new ChartTable(
            "recorder",
            null,
            Stream.of(
                            of(Unit.PERCENT, "cpu_usage"),
                            of(Unit.BYTES, "rss_bytes"),
                            of(Unit.BYTES_PER_SECOND, "write_rate"),
                            of(Unit.LEVEL, "queue_depth"),
                            of(Unit.BYTES, "queued_log_bytes"),
                            of(Unit.PERCENT, "look", "processes", "host", "cgroups", "exits"))
                    .flatMap(metrics -> metrics)
                    .toList());

    /** By which devices are ordered where there are too many; by the first figure where nothing else is said. */
    private static final Map<HostTable, List<String>> ACTIVITY = Map.of(
            HostTable.DISKS, List.of("read_rate", "write_rate"),
            HostTable.NETWORKS, List.of("receive_rate", "send_rate"),
            HostTable.FILESYSTEMS, List.of("used_bytes"));

    public ChartTable {
        metrics = List.copyOf(metrics);
    }

    private static Stream<Metric> of(Unit unit, String... columns) {
        return Stream.of(columns).map(column -> new Metric(column, unit));
    }

    private static List<ChartTable> all() {
        return Stream.concat(
                        Stream.of(HostTable.values())
                                .map(table -> new ChartTable(table.word(), table, table.metrics())),
                        Stream.of(TICKS, RECORDER))
                .toList();
    }

    /** The table of a name, if there is one. */
    public static Optional<ChartTable> named(String name) {
        return all().stream().filter(table -> table.name.equals(name)).findFirst();
    }

    /** The names of all tables. */
    public static List<String> names() {
        return all().stream().map(ChartTable::name).toList();
    }

    /** The figure in a column, if there is one. */
    public Optional<Metric> metric(String column) {
        return metrics.stream().filter(metric -> metric.column().equals(column)).findFirst();
    }

    /** The column that says which device a row is of; {@code null} where there is only one. */
    public @Nullable String device() {
        return host == null ? null : host.device();
    }

    boolean isSparse() {
        return host != null && host.isSparse();
    }

    /** The figures by which the most active devices are found. */
    List<Metric> activity() {
        List<String> columns = host == null ? List.of() : ACTIVITY.getOrDefault(host, List.of());
        return columns.isEmpty()
                ? metrics.subList(0, 1)
                : metrics.stream()
                        .filter(metric -> columns.contains(metric.column()))
                        .toList();
    }

    /** Whether a figure tells of one instant, and stays as it is until something else is said. */
    boolean isLevel(Metric metric) {
        return !metric.unit().isOfInterval() || host == HostTable.FILESYSTEMS;
    }

    /** Whether its average over several ticks has to go by how long each of them tells of. */
    boolean isOverTime(Metric metric) {
        return !isLevel(metric) && metric.unit() != Unit.COUNT;
    }
}
