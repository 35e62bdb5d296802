package dev.tachograph.store;

import dev.tachograph.store.HostTable.Metric;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sums up the tables of the host, each figure of each device for itself. Where a table has a row for each tick, the average is that
 * of the values that are known. Where it has rows only when something changed, levels count with the ticks for which they were
 * true, and what happened is spread over the whole period, in which nothing happened but what the rows tell.
 */
final class MetricRollUp {
    /** How an average comes from a sum. */
    private enum Over {
        /** By the weight that was added up with it. */
        VALUES,
        /** By the time of the period. */
        TIME,
        /** By the ticks of the period. */
        TICKS
    }

    private final Connection connection;
    private final Map<HostTable, String> views;

    private MetricRollUp(Connection connection, Map<HostTable, String> views) {
        this.connection = connection;
        this.views = views;
    }

    /** Begins with the tables that have a row for each tick: these go through as they are stored. */
    static MetricRollUp begin(Connection connection, TickRange range) throws SQLException {
        Sql.execute(connection, """
                CREATE OR REPLACE TEMP TABLE roll_up_metrics (
                    minute TIMESTAMPTZ, metric VARCHAR, device VARCHAR, least DOUBLE, most DOUBLE, total DOUBLE, weight DOUBLE,
                    covered_us DOUBLE, longest_us DOUBLE, average VARCHAR
                )
                """);
        var rollUp = new MetricRollUp(connection, hotViews(connection, range));
        for (HostTable table : rollUp.views.keySet()) {
            if (!table.isSparse()) {
                rollUp.insert(rollUp.dense(table, range));
            }
        }
        return rollUp;
    }

    /** Goes on with the others, in which it matters what comes next within a stretch. */
    void add(TickRange stretch) throws SQLException {
        for (HostTable table : views.keySet()) {
            if (table.isSparse()) {
                insert(sparse(table, stretch));
            }
        }
    }

    private void insert(String figures) throws SQLException {
        Sql.execute(connection, """
                INSERT INTO roll_up_metrics
                SELECT minute, f.metric, device, f.least, f.most, f.total, f.weight, f.covered_us, f.longest_us, f.average
                FROM (SELECT minute, device, unnest(figures) AS f FROM (%s)) WHERE isfinite(f.least) AND isfinite(f.most)
                """.formatted(figures));
    }

    /**
     * The tables that have rows, as users see them, but of what is hot alone: how long it takes must not depend on how much is
     * sealed.
     */
    private static Map<HostTable, String> hotViews(Connection connection, TickRange range) throws SQLException {
        var views = new EnumMap<HostTable, String>(HostTable.class);
        for (View view : Sql.all(
                connection,
                "SELECT view_name, sql FROM duckdb_views() WHERE database_name = current_database() AND schema_name = 'main'",
                row -> new View(row.getString(1), row.getString(2)))) {
            HostTable table = HostTable.ofWord(view.name).orElse(null);
            if (table != null && hasRows(connection, table, range)) {
                views.put(table, view.hot());
            }
        }
        return views;
    }

    private record View(String name, String sql) {
        String hot() {
            return sql.substring(sql.indexOf("SELECT")).replaceAll(";\\s*$", "").replace("recorded.", "hot.");
        }
    }

    private static boolean hasRows(Connection connection, HostTable table, TickRange range) throws SQLException {
        String source = switch (table) {
            case CPU -> "cpus";
            case MEMORY, LOAD, PRESSURE -> "host";
            case DISKS, FILESYSTEMS, NETWORKS, CGROUPS -> table.word();
        };
        return Sql.number(
                        connection,
                        "SELECT count(*) FROM (FROM hot.%s WHERE %s LIMIT 1)".formatted(source, range.where("tick")))
                > 0;
    }

    private static String device(HostTable table) {
        String device = table.device();
        return device == null ? "''" : device;
    }

    private String dense(HostTable table, TickRange range) {
        String figures = table.metrics().stream()
                .map(metric -> figure(
                        table,
                        metric,
                        Over.VALUES,
                        new Figure("min(%1$s)", "max(%1$s)", "sum(%1$s)", "count(%1$s)", "0", "0")))
                .collect(Collectors.joining(", "));
        return """
                SELECT t.minute, %s AS device, [%s] AS figures
                FROM (SELECT * FROM (%s) WHERE %s) JOIN roll_up_ticks t USING (tick) GROUP BY ALL
                """.formatted(device(table), figures, views.get(table), range.where("tick"));
    }

    /** Aggregates over a column, which is what they are formatted with. */
    private record Figure(String least, String most, String total, String weight, String covered, String longest) {}

    private static String figure(HostTable table, Metric metric, Over over, Figure figure) {
        return ("{'metric': %s, 'least': %s::DOUBLE, 'most': %s::DOUBLE, 'total': %s::DOUBLE, 'weight': %s::DOUBLE,"
                        + " 'covered_us': %s::DOUBLE, 'longest_us': %s::DOUBLE, 'average': %s}")
                .formatted(
                        Sql.text(table.rolledUp(metric)),
                        figure.least,
                        figure.most,
                        figure.total,
                        figure.weight,
                        figure.covered,
                        figure.longest,
                        Sql.text(over.name()))
                .replace("%1$s", '"' + metric.column() + '"');
    }

    private String sparse(HostTable table, TickRange stretch) {
        String figures = table.metrics().stream()
                .map(metric -> sparseFigure(table, metric))
                .collect(Collectors.joining(", "));
        String device = device(table);
        return """
                WITH rows AS (
                    SELECT *, lead(tick, 1, %3$d) OVER (PARTITION BY %1$s ORDER BY tick) AS next
                    FROM (%2$s) WHERE %4$s
                ), lives AS (
                    SELECT r.*, p.minute, least(r.next, p.until) - greatest(r.tick, p.tick) AS lasts, r.tick >= p.tick AS own
                    FROM rows r JOIN roll_up_pieces p ON r.tick < p.until AND r.next > p.tick WHERE NOT r.gone
                )
                SELECT minute, %1$s AS device, [%5$s] AS figures FROM lives GROUP BY ALL
                """.formatted(device, timed(table, stretch), stretch.until(), stretch.where("tick"), figures);
    }

    /** With the interval that a row tells of, and whether it tells that its device has gone. */
    private String timed(HostTable table, TickRange stretch) {
        String rows = views.get(table);
        return table == HostTable.CGROUPS
                ? "SELECT v.*, b.interval_us FROM (FROM (%s) WHERE %s) v JOIN (FROM hot.cgroups WHERE %s) b USING (tick, cgroup)"
                        .formatted(rows, stretch.where("tick"), stretch.where("tick"))
                : "SELECT *, NULL::BIGINT AS interval_us, false AS gone FROM (%s)".formatted(rows);
    }

    private static String sparseFigure(HostTable table, Metric metric) {
        if (!metric.unit().isOfInterval() || table != HostTable.CGROUPS) {
            return figure(
                    table,
                    metric,
                    Over.VALUES,
                    new Figure(
                            "min(%1$s)",
                            "max(%1$s)", "sum(%1$s * lasts)", "sum(lasts) FILTER (%1$s IS NOT NULL)", "0", "0"));
        }
        boolean isCount = metric.unit() == HostTable.Unit.COUNT;
        return figure(
                table,
                metric,
                isCount ? Over.TICKS : Over.TIME,
                new Figure(
                        "min(CASE WHEN own THEN %1$s WHEN %1$s IS NOT NULL THEN 0 END)",
                        "max(CASE WHEN own THEN %1$s WHEN %1$s IS NOT NULL THEN 0 END)",
                        "coalesce(sum(%1$s" + (isCount ? "" : " * interval_us") + ") FILTER (own), 0)",
                        "0",
                        "coalesce(sum(interval_us) FILTER (own AND %1$s IS NOT NULL), 0)",
                        "coalesce(max(interval_us) FILTER (own AND %1$s IS NOT NULL), 0)"));
    }

    /** What had one and the same value all the time. */
    private static final String CONSTANT = """
            SELECT metric, device FROM roll_up_metrics GROUP BY metric, device
            HAVING min(least) = max(most) AND (any_value(average) = 'VALUES' OR max(most) = 0)
                AND count(DISTINCT minute) = (SELECT count(DISTINCT minute) FROM roll_up_pieces)
            """;

    /**
     * What was the same in all the range is told by its hour alone.
     *
     * @param periods the tables "minutes" and "periods"
     */
    static String minutes(String periods) {
        return "FROM (%s) ANTI JOIN (%s) USING (metric, device)".formatted(rows(periods), CONSTANT);
    }

    /**
     * Looks at control groups may be longer than from tick to tick, and then do not end with the minute: only where more than half of
     * one is missing did nothing happen at some time.
     *
     * @param periods the tables "minutes" and "periods"
     */
    static String rows(String periods) {
        return """
                WITH %s, sums AS (
                    SELECT m.timestamp, metric, device, min(least) AS least, max(most) AS most, sum(total) AS total, sum(weight) AS weight,
                           sum(covered_us) AS covered_us, max(longest_us) AS longest_us, any_value(average) AS average
                    FROM roll_up_metrics JOIN minutes m USING (minute) GROUP BY m.timestamp, metric, device
                )
                SELECT p.timestamp, p.tick, p.ticks, s.metric, s.device,
                       roll_up_rounded(CASE WHEN s.average <> 'VALUES' AND s.covered_us < p.interval_us - s.longest_us / 2
                                            THEN least(s.least, 0) ELSE s.least END) AS min,
                       roll_up_rounded(CASE s.average WHEN 'VALUES' THEN s.total / s.weight WHEN 'TIME' THEN s.total / p.interval_us
                                                      ELSE s.total / p.ticks END) AS avg,
                       roll_up_rounded(s.most) AS max
                FROM sums s JOIN periods p USING (timestamp)
                """.formatted(periods);
    }
}
