package dev.tachograph.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the rows of a cut into the hot tables of an empty database. The files are taken for nothing but rows: each has to have
 * exactly the columns and types that this database itself would write, and is asked for each of them by name.
 */
final class CutTaking {
    private static final Set<CutTable> AS_THEY_ARE = Set.of(
            CutTable.TICKS,
            CutTable.PROCESS_EXITS,
            CutTable.HOST,
            CutTable.CPUS,
            CutTable.DISKS,
            CutTable.FILESYSTEMS,
            CutTable.NETWORKS,
            CutTable.CGROUPS,
            CutTable.LOG_VALUES,
            CutTable.EVENTS,
            CutTable.GAPS);

    /** A process whose newest row ends before the ticks do had gone at the tick behind it. */
    private static final String ENDS = """
            INSERT INTO hot.process_samples BY NAME
            WITH stretches AS (SELECT keyframe, max(tick) + 1 AS until_tick FROM hot.ticks GROUP BY keyframe),
            newest AS (
                SELECT process_id, max_by(version, tick) AS version, max_by(least(tick + ticks, until_tick), tick) AS until_tick
                FROM numbers JOIN stretches USING (keyframe) GROUP BY process_id
            )
            SELECT t.keyframe, t.tick, n.process_id, n.version, 0::TINYINT AS status
            FROM newest n JOIN hot.ticks t ON t.tick = n.until_tick ORDER BY t.tick, n.process_id
            """;

    private final Connection connection;
    private final Map<CutTable, Path> files;

    CutTaking(Connection connection, Map<CutTable, Path> files) {
        this.connection = connection;
        this.files = files;
    }

    /** All or nothing. @return how many rows each file has */
    Map<CutTable, Long> take() throws SQLException {
        Map<CutTable, Long> rows = new EnumMap<>(CutTable.class);
        for (CutTable table : CutTable.values()) {
            requireForm(table);
            rows.put(table, Sql.number(connection, "SELECT count(*) FROM " + rows(table)));
        }
        for (CutTable table : CutTable.values()) {
            if (AS_THEY_ARE.contains(table)) {
                String columns = String.join(", ", columns("hot", table.word()));
                Sql.execute(
                        connection,
                        "INSERT INTO hot.%1$s (%2$s) SELECT %2$s FROM %3$s"
                                .formatted(table.word(), columns, rows(table)));
            }
        }
        takeProcesses();
        takeLines();
        return rows;
    }

    private String rows(CutTable table) {
        Path file = files.get(table);
        if (file == null) {
            throw new IllegalArgumentException("no file of " + table);
        }
        return "read_parquet(%s, hive_partitioning = false, union_by_name = false)".formatted(Sql.text(file));
    }

    private void requireForm(CutTable table) throws SQLException {
        Map<String, String> wanted = form(table.whole());
        Map<String, String> found = form("SELECT * FROM " + rows(table));
        if (found.equals(wanted)) {
            return;
        }
        List<String> differences = new ArrayList<>();
        wanted.forEach((column, type) -> {
            if (!found.containsKey(column)) {
                differences.add("%s is missing".formatted(column));
            } else if (!type.equals(found.get(column))) {
                differences.add("%s is %s and has to be %s".formatted(column, found.get(column), type));
            }
        });
        found.keySet().stream()
                .filter(column -> !wanted.containsKey(column))
                .forEach(column -> differences.add("%s does not belong there".formatted(column)));
        throw new SQLException("%s: has other columns than schema %d: %s"
                .formatted(
                        table.word(),
                        Migrations.version(connection),
                        differences.stream().limit(5).collect(Collectors.joining(", "))));
    }

    private Map<String, String> form(String query) throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        for (List<String> column :
                Sql.all(connection, "DESCRIBE " + query, row -> List.of(row.getString(1), row.getString(2)))) {
            columns.put(column.get(0), column.get(1));
        }
        return columns;
    }

    private List<String> columns(String schema, String table) throws SQLException {
        return List.copyOf(form("SELECT * FROM %s.%s".formatted(schema, table)).keySet());
    }

    private void takeProcesses() throws SQLException {
        List<String> intervals = columns("recorded", "intervals");
        List<String> described = both(columns("hot", "processes"), intervals, "process_id");
        List<String> figures = both(columns("hot", "process_samples"), intervals, "keyframe", "tick", "process_id");
        takeDescriptions(described);
        makeNumbers(described, figures);
        takeSamples(figures);
        Sql.execute(connection, ENDS);
        Sql.execute(connection, "DROP TABLE numbers");
        Sql.execute(connection, "DROP TABLE versions");
    }

    /** Each is numbered in the order in which a process had them; the first has when the process was seen first. */
    private void takeDescriptions(List<String> described) throws SQLException {
        Sql.execute(connection, """
                CREATE TEMP TABLE versions AS
                SELECT *, row_number() OVER (PARTITION BY process_id ORDER BY tick)::INTEGER AS version FROM (
                    SELECT process_id, %1$s, min(tick) AS tick, min_by(timestamp, tick) AS timestamp
                    FROM %2$s GROUP BY process_id, %1$s)
                """.formatted(String.join(", ", described), rows(CutTable.PROCESS_SAMPLES)));
        Sql.execute(connection, """
                INSERT INTO hot.processes BY NAME
                SELECT v.process_id, v.version, p.boot_id, p.start_ticks, %s,
                       CASE v.version WHEN 1 THEN p.first_tick ELSE v.tick END AS first_tick,
                       CASE v.version WHEN 1 THEN p.first_seen ELSE v.timestamp END AS first_seen
                FROM versions v JOIN %s p USING (process_id) ORDER BY v.tick, v.process_id
                """.formatted(of("v", described), rows(CutTable.PROCESSES)));
    }

    /** The rows without their texts: only so do those of a long time fit into memory while they are put in order. */
    private void makeNumbers(List<String> described, List<String> figures) throws SQLException {
        List<String> numbers = new ArrayList<>(figures);
        numbers.addAll(List.of("cpu_total_us", "read_total", "written_total"));
        Sql.execute(
                connection, """
                CREATE TEMP TABLE numbers AS
                SELECT r.keyframe, r.tick, r.ticks::BIGINT AS ticks, r.process_id, v.version, %s
                FROM %s r JOIN versions v ON v.process_id = r.process_id AND %s
                """.formatted(of("r", numbers), rows(CutTable.PROCESS_SAMPLES), same("v", "r", described)));
    }

    /** Totals become what each row adds to those before it in its stretch. */
    private void takeSamples(List<String> figures) throws SQLException {
        Sql.execute(connection, """
                INSERT INTO hot.process_samples BY NAME
                WITH known AS (
                    SELECT *, coalesce(last_value(cpu_total_us IGNORE NULLS) OVER earlier, 0) AS cpu_told,
                           coalesce(last_value(read_total IGNORE NULLS) OVER earlier, 0) AS read_told,
                           coalesce(last_value(written_total IGNORE NULLS) OVER earlier, 0) AS written_told
                    FROM numbers
                    WINDOW earlier AS (PARTITION BY keyframe, process_id ORDER BY tick ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                ), rest AS (
                    SELECT *, cpu_total_us - cpu_told - coalesce(cpu_us, 0) AS cpu_rest,
                           read_total - read_told - coalesce(read_bytes, 0) AS read_rest,
                           written_total - written_told - coalesce(written_bytes, 0) AS written_rest
                    FROM known
                )
                SELECT keyframe, tick, process_id, version, %s,
                       CASE WHEN cpu_rest <> 0 OR cpu_us IS NULL THEN cpu_rest END AS cpu_before_us,
                       CASE WHEN read_rest <> 0 OR read_bytes IS NULL THEN read_rest END AS read_before,
                       CASE WHEN written_rest <> 0 OR written_bytes IS NULL THEN written_rest END AS written_before
                FROM rest ORDER BY tick, process_id
                """.formatted(String.join(", ", figures)));
    }

    private void takeLines() throws SQLException {
        List<String> lines = columns("recorded", "log_lines");
        List<String> origins = both(columns("hot", "log_origins"), lines);
        List<String> own = both(columns("hot", "log_lines"), lines, "fields");
        Sql.execute(connection, """
                CREATE TEMP TABLE origins AS
                SELECT row_number() OVER () AS origin_id, * FROM (SELECT DISTINCT %s FROM %s)
                """.formatted(String.join(", ", origins), rows(CutTable.LOG_LINES)));
        Sql.execute(connection, "INSERT INTO hot.log_origins BY NAME FROM origins");
        Sql.execute(connection, """
            INSERT INTO hot.log_lines BY NAME
            SELECT o.origin_id, %s, CASE WHEN r.fields IS NOT NULL THEN to_json(r.fields)::VARCHAR END AS fields
            FROM %s r JOIN origins o ON %s ORDER BY r.line
            """.formatted(of("r", own), rows(CutTable.LOG_LINES), same("o", "r", origins)));
        Sql.execute(connection, "DROP TABLE origins");
    }

    private static List<String> both(List<String> columns, List<String> others, String... without) {
        return columns.stream()
                .filter(others::contains)
                .filter(column -> !List.of(without).contains(column))
                .toList();
    }

    private static String of(String rows, List<String> columns) {
        return columns.stream().map(column -> rows + "." + column).collect(Collectors.joining(", "));
    }

    private static String same(String rows, String others, List<String> columns) {
        return columns.stream()
                .map(column -> "%1$s.%3$s IS NOT DISTINCT FROM %2$s.%3$s".formatted(rows, others, column))
                .collect(Collectors.joining(" AND "));
    }
}
