package dev.tachograph.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether the tables of a hot file can be read to the last value, and agree with each other. Of every schema. */
final class HotCheck {
    /** One query for each table, which needs every value of every row. */
    private static final String SCANS = """
            SELECT format('"{}"."{}"', replace(schema_name, '"', '""'), replace(table_name, '"', '""')),
                   'SELECT bit_xor(hash(' || string_agg(format('"{}"', replace(column_name, '"', '""')), ', ' ORDER BY column_index)
                   || format(')) FROM "{}"."{}"', replace(schema_name, '"', '""'), replace(table_name, '"', '""'))
            FROM duckdb_columns() JOIN duckdb_tables() USING (database_name, schema_name, table_name)
            WHERE database_name = current_database()
            GROUP BY schema_name, table_name ORDER BY schema_name, table_name
            """;

    private static final String HAS_TICKS = """
            SELECT count(*) FROM duckdb_tables()
            WHERE schema_name = 'hot' AND table_name IN ('ticks', 'processes', 'process_samples')
            """;

    private static final int TABLES_WITH_TICKS = 3;

    /** Each row is a change of how many processes there are at a tick; their sum has to be what the tick says. */
    private static final String COUNTS = """
            WITH changes AS (
                SELECT keyframe, tick, (status <> 0)::INTEGER - coalesce(lag((status <> 0)::INTEGER)
                           OVER (PARTITION BY keyframe, process_id ORDER BY tick), 0) AS change
                FROM hot.process_samples
            ), sums AS (
                SELECT keyframe, tick, sum(change) AS change FROM changes GROUP BY ALL
            ), counts AS (
                SELECT tick, processes, sum(coalesce(change, 0)) OVER (PARTITION BY keyframe ORDER BY tick) AS rows
                FROM hot.ticks LEFT JOIN sums USING (keyframe, tick)
            )
            SELECT count(*), coalesce(min(tick), 0) FROM counts WHERE rows <> processes
            """;

    private static final String WITHOUT_TICK = """
            SELECT count(*), coalesce(min(tick), 0) FROM hot.process_samples ANTI JOIN hot.ticks USING (keyframe, tick)
            """;

    private static final String WITHOUT_DESCRIPTION = """
            SELECT count(*), coalesce(min(tick), 0) FROM hot.process_samples ANTI JOIN hot.processes USING (process_id, version)
            """;

    /** Within a stretch; between two, what was sealed may be missing from an old file that was put back. */
    private static final String LEFT_OUT = """
            SELECT count(*), coalesce(min(tick), 0)
            FROM (SELECT tick, keyframe, lag(tick) OVER (ORDER BY tick) AS before FROM hot.ticks)
            WHERE tick < 1 OR before = tick OR (before <> tick - 1 AND tick <> keyframe)
            """;

    private final Connection connection;

    HotCheck(Connection connection) {
        this.connection = connection;
    }

    /** A table, and the query that reads all of it. */
    private record Scan(String table, String query) {}

    /** So many rows, of which the first belongs to this tick. */
    private record Odd(long count, long tick) {}

    /** Whether it has the tables that the other questions are about. */
    boolean hasTicks() throws SQLException {
        return Sql.number(connection, HAS_TICKS) == TABLES_WITH_TICKS;
    }

    /** Reads every value. @throws SQLException at the first that can't be read */
    void readAll() throws SQLException {
        for (Scan scan : scans()) {
            Sql.execute(connection, scan.query);
        }
    }

    private List<Scan> scans() throws SQLException {
        return Sql.all(connection, SCANS, row -> new Scan(row.getString(1), row.getString(2)));
    }

    /**
     * What can't be as it was recorded, in sentences. What is zero where it was not may have the same checksum for DuckDB, which
     * adds up words without regard to their order.
     */
    List<String> contradictions() throws SQLException {
        List<String> found = new ArrayList<>();
        add(found, COUNTS, "%d ticks have another number of processes than they say, the first is tick %d");
        add(found, WITHOUT_TICK, "%d rows belong to no tick, the first to tick %d");
        add(found, WITHOUT_DESCRIPTION, "%d rows belong to a process of which nothing is told, the first at tick %d");
        add(found, LEFT_OUT, "%d times numbers of ticks are left out or doubled, first before tick %d");
        return found;
    }

    private void add(List<String> found, String query, String sentence) throws SQLException {
        Odd odd = Sql.all(connection, query, row -> new Odd(row.getLong(1), row.getLong(2)))
                .getFirst();
        if (odd.count != 0) {
            found.add(sentence.formatted(odd.count, odd.tick));
        }
    }

    /** All of it, for people; goes on after a table that can't be read. */
    void run(Path hotFile, Findings findings) throws SQLException {
        int before = findings.problems();
        for (Scan scan : scans()) {
            try {
                Sql.execute(connection, scan.query);
                findings.rows(Sql.number(connection, "SELECT count(*) FROM " + scan.table));
            } catch (SQLException e) {
                findings.problem(
                        hotFile,
                        "the table %s can't be read: %s".formatted(scan.table, e.getMessage()),
                        Findings.START);
            }
        }
        if (findings.problems() == before && hasTicks()) {
            contradictions().forEach(sentence -> findings.problem(hotFile, sentence, Findings.REPORT));
        }
    }
}
