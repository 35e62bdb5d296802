package dev.tachograph.pipe;

import dev.tachograph.store.NativeLibrary;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A database in memory in which every view that a question can be about is a table. */
final class PipeDatabase implements AutoCloseable {
    private static final Map<Kind, String> TYPES = Map.of(
            Kind.TEXT, "VARCHAR",
            Kind.INTEGER, "BIGINT",
            Kind.REAL, "DOUBLE",
            Kind.TIME, "TIMESTAMPTZ",
            Kind.TRUTH, "BOOLEAN",
            Kind.ID, "UUID",
            Kind.JSON, "JSON",
            Kind.FIELDS, "MAP(VARCHAR, VARCHAR[])");

    private final Connection connection;

    private PipeDatabase(Connection connection) {
        this.connection = connection;
    }

    static PipeDatabase open() throws SQLException {
        try {
            NativeLibrary.prepare();
        } catch (IOException e) {
            throw new SQLException("DuckDB's library can't be unpacked", e);
        }
        var database = new PipeDatabase(DriverManager.getConnection("jdbc:duckdb:"));
        database.execute("SET TimeZone = 'UTC'");
        for (SourceTable table : Sources.all()) {
            database.execute(table.columns().stream()
                    .map(column -> SqlText.name(column.name()) + " " + TYPES.get(column.kind()))
                    .collect(Collectors.joining(", ", "CREATE TABLE " + SqlText.name(table.view()) + " (", ")")));
        }
        database.execute("CREATE TABLE log_values (line BIGINT, timestamp TIMESTAMPTZ, field VARCHAR, value BLOB)");
        return database;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Every row, its values as texts. */
    List<List<String>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (answer.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(answer.getString(i)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** The names of the answer's columns. */
    List<String> names(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= answer.getMetaData().getColumnCount(); i++) {
                names.add(answer.getMetaData().getColumnName(i));
            }
            return names;
        }
    }

    /** How many statements the database finds in a text, all of which have to be queries. */
    int queries(String sql) throws SQLException {
        List<List<String>> found =
                rows("SELECT json_array_length(json_serialize_sql(%s)->'statements')".formatted(SqlText.text(sql)));
        return Integer.parseInt(found.getFirst().getFirst());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
