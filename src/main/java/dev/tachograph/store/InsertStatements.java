package dev.tachograph.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * Statements that add a few rows to a table, kept for the next time: a host has the same number of CPUs at every tick. For the
 * thread that writes.
 */
final class InsertStatements implements AutoCloseable {
    private static final int MOST_KEPT = 64;

    private final DuckDBConnection connection;
    private final LinkedHashMap<Key, PreparedStatement> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String table, int rows, int columns) {}

    InsertStatements(DuckDBConnection connection) {
        this.connection = connection;
    }

    /** The statement for so many rows of a table of the schema {@code hot}; not to be closed. */
    PreparedStatement of(String table, int rows, int columns) throws SQLException {
        var key = new Key(table, rows, columns);
        PreparedStatement statement = kept.get(key);
        if (statement == null || statement.isClosed()) { // the driver closes one that failed
            statement = prepare(key);
            kept.put(key, statement);
            if (kept.size() > MOST_KEPT) {
                kept.pollFirstEntry().getValue().close();
            }
        }
        return statement;
    }

    private PreparedStatement prepare(Key key) throws SQLException {
        String row = "(" + String.join(", ", Collections.nCopies(key.columns, "?")) + ")";
        return connection.prepareStatement("INSERT INTO hot.%s VALUES %s"
                .formatted(key.table, String.join(", ", Collections.nCopies(key.rows, row))));
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : List.copyOf(kept.values())) {
            statement.close();
        }
        kept.clear();
    }
}
