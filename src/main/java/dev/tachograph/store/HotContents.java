package dev.tachograph.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a hot database holds: the same in every copy of it. To find out takes milliseconds, as no segment is opened: the writer
 * can be asked between two ticks.
 *
 * @param rows of each table, by its name with its schema
 * @param segments as its manifest has them
 */
record HotContents(int schema, Map<String, Long> rows, Hot hot, List<Segment> segments) {
    private static final String TABLES = """
            SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = current_database() ORDER BY 1
            """;

    HotContents {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
        segments = List.copyOf(segments);
    }

    /** The ticks that are not sealed; the times are {@code null} when there are none. */
    record Hot(
            long ticks,
            long samples,
            @Nullable Instant from,
            @Nullable Instant to) {
        static final Hot NOTHING = new Hot(0, 0, null, null);
    }

    static HotContents of(Connection connection) throws SQLException {
        var rows = new TreeMap<String, Long>();
        for (String table : Sql.all(connection, TABLES, row -> row.getString(1))) {
            rows.put(table, Sql.number(connection, "SELECT count(*) FROM " + table));
        }
        return new HotContents(
                Migrations.version(connection),
                rows,
                rows.containsKey("hot.ticks") ? hot(connection) : Hot.NOTHING,
                rows.containsKey("hot.segments") ? Manifest.read(connection) : List.of());
    }

    private static Hot hot(Connection connection) throws SQLException {
        return Sql.all(
                        connection,
                        "SELECT count(*), coalesce(sum(processes), 0), epoch_us(min(timestamp)), epoch_us(max(timestamp)) FROM hot.ticks",
                        row -> new Hot(
                                row.getLong(1), row.getLong(2), Manifest.instant(row, 3), Manifest.instant(row, 4)))
                .getFirst();
    }

    /** Ticks, hot and sealed. */
    long ticks() {
        return hot.ticks
                + sealed(Segment.Type.PROCESSES).mapToLong(Segment::ticks).sum();
    }

    /** Log lines, hot and sealed. */
    long lines() {
        return rows.getOrDefault("hot.log_lines", 0L)
                + sealed(Segment.Type.LOGS).mapToLong(Segment::samples).sum();
    }

    /** Whether its schema knows log lines. */
    boolean hasLogs() {
        return rows.containsKey("hot.log_lines");
    }

    private Stream<Segment> sealed(Segment.Type type) {
        return segments.stream().filter(segment -> segment.type() == type);
    }

    /** Rows of the view process_metrics: processes summed over ticks. */
    long samples() {
        return hot.samples
                + sealed(Segment.Type.PROCESSES).mapToLong(Segment::samples).sum();
    }

    /** When the oldest tick was. */
    @Nullable Instant from() {
        return Stream.concat(
                        Stream.ofNullable(hot.from),
                        sealed(Segment.Type.PROCESSES).map(Segment::from))
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** When the newest tick was. */
    @Nullable Instant to() {
        return Stream.concat(
                        Stream.ofNullable(hot.to),
                        sealed(Segment.Type.PROCESSES).map(Segment::to))
                .max(Instant::compareTo)
                .orElse(null);
    }

    /** Refuses another one. @throws SQLException that says in what they differ */
    void requireSame(HotContents copy) throws SQLException {
        List<String> differences = new ArrayList<>();
        rows.forEach((table, count) -> {
            Long found = copy.rows.get(table);
            if (!count.equals(found)) {
                differences.add("%s has %s rows of %d".formatted(table, found, count));
            }
        });
        if (differences.isEmpty() && !equals(copy)) {
            differences.add("ticks or segments are others");
        }
        if (!differences.isEmpty()) {
            throw new SQLException("the copy is not what was copied: " + String.join("; ", differences));
        }
    }
}
