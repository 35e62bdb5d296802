package dev.tachograph.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of everything a database holds, by the names that users see: the same before and after a change of schema, in the
 * data and in a copy of them.
 *
 * @param byQuestion in the order of asking
 */
record RowCounts(Map<String, Long> byQuestion) {
    private static final List<String> QUESTIONS = List.of(
            "count(*) FROM ticks",
            "min(tick) FROM ticks",
            "max(tick) FROM ticks",
            "sum(processes) FROM ticks",
            "count(*) FROM processes",
            "count(*) FROM events",
            "count(*) FROM gaps");

    static RowCounts of(Connection connection) throws SQLException {
        var counts = new LinkedHashMap<String, Long>();
        for (String question : QUESTIONS) {
            counts.put(question, Sql.number(connection, "SELECT " + question));
        }
        if (!hasSegments(connection)) {
            String sample = "count(*) FROM process_metrics WHERE tick IN (%s)".formatted(someTicks(counts));
            counts.put(sample, Sql.number(connection, "SELECT " + sample));
        }
        return new RowCounts(counts);
    }

    /** Sealed files are not touched by a change of schema, and to look for a tick in all of them takes long. */
    private static boolean hasSegments(Connection connection) throws SQLException {
        return Sql.number(
                                connection,
                                "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'hot' AND table_name = 'segments'")
                        > 0
                && Sql.number(connection, "SELECT count(*) FROM hot.segments") > 0;
    }

    private static String someTicks(Map<String, Long> counts) {
        long first = counts.getOrDefault("min(tick) FROM ticks", 0L);
        long last = counts.getOrDefault("max(tick) FROM ticks", 0L);
        return "%d, %d, %d".formatted(first, (first + last) / 2, last);
    }

    long ticks() {
        return byQuestion.getOrDefault(QUESTIONS.getFirst(), 0L);
    }

    /** @throws SQLException when another one has other numbers; the message names them */
    void requireSame(RowCounts other) throws SQLException {
        List<String> differences = new ArrayList<>();
        byQuestion.forEach((question, count) -> {
            Long found = other.byQuestion.get(question);
            if (!count.equals(found)) {
                differences.add("%s was %d and is %s".formatted(question, count, found));
            }
        });
        if (!differences.isEmpty()) {
            throw new SQLException(String.join("; ", differences));
        }
    }
}
