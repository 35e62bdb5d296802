package dev.tachograph.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings a database to the newest schema, one numbered file after the other, each in a transaction of its own. */
final class Migrations {
    /** Their numbers are their places in this list, from 1 on; what has landed never changes. */
    private static final List<String> FILES =
            List.of("0001-processes.sql", "0002-segments.sql", "0003-logs.sql", "0004-host.sql", "0005-patterns.sql");

    /** The schema that this program writes. */
    static final int NEWEST = FILES.size();

    private Migrations() {}

    /** One step from a schema to the next. */
    record Migration(String file, String sql) {
        static Migration read(String file) {
            try (InputStream in = Migrations.class.getResourceAsStream("migrations/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("the program has no migration " + file);
                }
                return new Migration(file, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** All that this program knows. */
    static List<Migration> all() {
        return FILES.stream().map(Migration::read).toList();
    }

    /** Applies what is missing. @throws SQLException when the data were written by a newer program */
    static void apply(Connection connection) throws SQLException {
        apply(connection, all());
    }

    static void apply(Connection connection, List<Migration> all) throws SQLException {
        int version = version(connection);
        refuseNewer(version, all);
        for (int next = version + 1; next <= all.size(); next++) {
            apply(connection, next, all.get(next - 1));
        }
        if (version < all.size()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT"); // so that no start has to replay a change of schema
            }
        }
    }

    static void refuseNewer(int version, List<Migration> all) throws SQLException {
        if (version > all.size()) {
            throw new SQLException(
                    "the data have schema %d and this program knows schemas up to %d: use the newer program that wrote them"
                            .formatted(version, all.size()));
        }
    }

    private static void apply(Connection connection, int number, Migration migration) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN TRANSACTION");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL, applied_at TIMESTAMPTZ NOT NULL, file VARCHAR NOT NULL)");
            statement.execute(migration.sql);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO schema_version VALUES (?, now(), ?)")) {
                insert.setInt(1, number);
                insert.setString(2, migration.file);
                insert.execute();
            }
            statement.execute("COMMIT");
        } catch (SQLException e) {
            rollBack(connection, e);
            throw new SQLException("migration %s: %s".formatted(migration.file, e.getMessage()), e);
        }
    }

    /** A statement that failed can't be used again, so this takes one of its own. */
    private static void rollBack(Connection connection, SQLException cause) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** The newest schema that was applied; 0 for an empty database. */
    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean exists;
            try (ResultSet tables = statement.executeQuery(
                    "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'schema_version'")) {
                exists = tables.next() && tables.getInt(1) > 0;
            }
            if (!exists) {
                return 0;
            }
            try (ResultSet newest = statement.executeQuery("SELECT coalesce(max(version), 0) FROM schema_version")) {
                return newest.next() ? newest.getInt(1) : 0;
            }
        }
    }
}
