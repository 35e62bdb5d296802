package dev.tachograph.query;

import dev.tachograph.store.HostTable;
import dev.tachograph.store.HostTable.Metric;
import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table as users see them, of some parts only: what its view says, over these parts in place of all that was
 * recorded. So there is one place that says what {@code cpu.busy} is.
 *
 * <p>Safe for many threads: it remembers only what does not change.
 */
final class ChartRows {
    private static final String VIEW = "SELECT sql FROM duckdb_views() WHERE schema_name = 'main' AND view_name = ?";

    private static final String TICKS = """
            SELECT timestamp, tick, interval_us, 100.0 * host_busy_us / interval_us AS busy,
                   100.0 * attributed_us / interval_us AS attributed, 100.0 * exited_us / interval_us AS exited,
                   100.0 * interrupt_us / interval_us AS interrupt,
                   100.0 * (host_busy_us - attributed_us - coalesce(exited_us, 0) - coalesce(interrupt_us, 0)) / interval_us
                       AS unattributed,
                   processes, exits
            FROM\s""";

    private static final String RECORDER = """
            SELECT timestamp, tick, interval_us, 100.0 * recorder_cpu_us / interval_us AS cpu_usage,
                   recorder_rss_bytes AS rss_bytes, 1e6 * recorder_written_bytes / interval_us AS write_rate, queue_depth,
                   queued_log_bytes, 100.0 * cost_us / interval_us AS look, 100.0 * processes_cost_us / interval_us AS processes,
                   100.0 * host_cost_us / interval_us AS host, 100.0 * cgroups_cost_us / interval_us AS cgroups,
                   100.0 * exits_cost_us / interval_us AS exits
            FROM\s""";

    private final Map<HostTable, String> views = new ConcurrentHashMap<>();

    /** The table of the store that has the rows of a table. */
    static String source(@Nullable HostTable table) {
        return switch (table) {
            case null -> "ticks";
            case CPU -> "cpus";
            case MEMORY, LOAD, PRESSURE -> "host";
            case DISKS, FILESYSTEMS, NETWORKS, CGROUPS -> table.word();
        };
    }

    /**
     * A query with the columns {@code timestamp}, {@code tick}, {@code interval_us} ({@code NULL} where rows have none) and those
     * of the table.
     */
    String of(Reading reading, ChartTable table, List<KeptPart> parts) throws StoreException {
        HostTable host = table.host();
        String rows = KeptPart.rows(parts, source(host));
        if (host == null) {
            return (table.name().equals("ticks") ? TICKS : RECORDER) + rows;
        }
        String interval = host == HostTable.FILESYSTEMS ? "NULL::BIGINT AS interval_us, " : "interval_us, ";
        return "SELECT " + interval + columns(reading, host) + " FROM " + rows;
    }

    /** What the view of a table selects. */
    private String columns(Reading reading, HostTable table) throws StoreException {
        String known = views.get(table);
        if (known != null) {
            return known;
        }
        String view =
                reading.first(VIEW, List.of(table.word()), row -> row.text(1)).orElseThrow();
        String begin = " AS SELECT ";
        String end = " FROM recorded." + source(table);
        int from = view.indexOf(begin);
        int to = view.lastIndexOf(end);
        if (from < 0 || to < from || !view.substring(to + end.length()).strip().matches(";?")) {
            throw new IllegalStateException(
                    "the view %s is not over recorded.%s alone: %s".formatted(table.word(), source(table), view));
        }
        String columns = view.substring(from + begin.length(), to);
        views.put(table, columns);
        return columns;
    }

    /** The expression for the device of a row. */
    static String device(ChartTable table) {
        String device = table.device();
        return device == null ? "''" : '"' + device + '"';
    }

    /** A column by its name, which may be a word of SQL. */
    static String column(Metric metric) {
        return '"' + metric.column() + '"';
    }

    /** A list of question marks. */
    static String marks(List<?> values) {
        return values.stream().map(_ -> "?").collect(Collectors.joining(", ", "(", ")"));
    }
}
