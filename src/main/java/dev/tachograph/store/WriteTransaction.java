package dev.tachograph.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * What is written in one go: all of it is there afterwards, or nothing.
 *
 * <p>The transaction is begun and ended by SQL statements on purpose: with JDBC's auto-commit off, DuckDB's appender, which
 * is fifty times cheaper than prepared statements, would commit its rows by itself. Whatever fails leaves nothing behind
 * but an open transaction that has to be rolled back.
 */
final class WriteTransaction implements AutoCloseable {
    private final DuckDBConnection connection;
    private final Map<String, DuckDBAppender> appenders = new LinkedHashMap<>();

    private WriteTransaction(DuckDBConnection connection) {
        this.connection = connection;
    }

    static WriteTransaction begin(DuckDBConnection connection) throws SQLException {
        Sql.execute(connection, "BEGIN TRANSACTION");
        return new WriteTransaction(connection);
    }

    /** Writes the columns of one row. */
    interface RowWriter<T> {
        void write(DuckDBAppender appender, T row) throws SQLException;
    }

    /** Adds rows to a table of the schema {@code hot}. */
    <T> void append(String table, Collection<T> rows, RowWriter<T> writer) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        DuckDBAppender appender = appenders.get(table);
        if (appender == null) {
            appender = connection.createAppender("hot", table);
            appenders.put(table, appender);
        }
        for (T row : rows) {
            appender.beginRow();
            writer.write(appender, row);
            appender.endRow();
        }
    }

    /** Changes rows that are there. */
    void execute(String sql) throws SQLException {
        Sql.execute(connection, sql);
    }

    void commit() throws SQLException {
        closeAppenders();
        Sql.execute(connection, "COMMIT");
    }

    /** Rows reach the transaction at the latest when their appender is closed. */
    private void closeAppenders() throws SQLException {
        for (var each = appenders.values().iterator(); each.hasNext(); ) {
            DuckDBAppender appender = each.next();
            each.remove();
            appender.close();
        }
    }

    @Override
    public void close() throws SQLException {
        closeAppenders();
    }
}
