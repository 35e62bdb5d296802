package dev.tachograph.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Statements of the store's own. What they hold is inlined where the planner has to see it: a parameter prunes no file. */
final class Sql {
    private Sql() {}

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** How many rows a statement wrote. */
    static long update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeLargeUpdate(sql);
        }
    }

    /** Reads one row of an answer. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> all(Connection connection, String query, RowReader<T> reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            List<T> rows = new ArrayList<>();
            while (answer.next()) {
                rows.add(reader.read(answer));
            }
            return rows;
        }
    }

    /** The one number that a query answers. */
    static long number(Connection connection, String query) throws SQLException {
        return all(connection, query, row -> row.getLong(1)).getFirst();
    }

    static String text(Object value) {
        return "'" + value.toString().replace("'", "''") + "'";
    }

    static String instant(Instant instant) {
        return "make_timestamptz(%d)".formatted(Micros.of(instant));
    }

    static String files(Collection<Path> files) {
        return files.stream().map(Sql::text).collect(Collectors.joining(", ", "[", "]"));
    }
}
