package dev.tachograph.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * What is written in one go: all of it is there afterwards, or nothing.
 *
 * <p>The transaction is begun and ended by SQL statements on purpose: with JDBC's auto-commit off, DuckDB's appender would commit
 * its rows by itself. Whatever fails leaves nothing behind but an open transaction that has to be rolled back.
 *
 * <p>Many rows go by the appender, which costs next to nothing for a row. It takes 50 us for each column of a table, however,
 * and memory for 2048 rows: a few rows, as a tick has of most tables, go by a statement, at less than half of that.
 */
final class WriteTransaction implements AutoCloseable {
    /** Where both ways take the same time. */
    private static final int MOST_INSERTED = 24;

    private final DuckDBConnection connection;
    private final @Nullable InsertStatements inserts;
    private final Map<String, DuckDBAppender> appenders = new LinkedHashMap<>();

    private WriteTransaction(DuckDBConnection connection, @Nullable InsertStatements inserts) {
        this.connection = connection;
        this.inserts = inserts;
    }

    /** One for many rows of each table. */
    static WriteTransaction begin(DuckDBConnection connection) throws SQLException {
        Sql.execute(connection, "BEGIN TRANSACTION");
        return new WriteTransaction(connection, null);
    }

    /** One for a tick or a batch of lines. */
    static WriteTransaction begin(HotDatabase database) throws SQLException {
        Sql.execute(database.writer(), "BEGIN TRANSACTION");
        return new WriteTransaction(database.writer(), database.inserts());
    }

    /** Writes the columns of one row. */
    interface RowWriter<T> {
        void write(NewRow to, T row) throws SQLException;
    }

    /** Adds rows to a table of the schema {@code hot}, many or few. */
    <T> void append(String table, Collection<T> rows, RowWriter<T> writer) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        DuckDBAppender appender = appenders.get(table);
        if (appender == null) {
            appender = connection.createAppender("hot", table);
            appenders.put(table, appender);
        }
        var to = new AppendedRow(appender);
        for (T row : rows) {
            appender.beginRow();
            writer.write(to, row);
            appender.endRow();
        }
    }

    /**
     * Adds rows that are few, the same number each time, and have their {@code NULL}s in the same columns as the time before:
     * else DuckDB plans the statement anew, which costs as much as the appender.
     */
    <T> void insert(String table, Collection<T> rows, RowWriter<T> writer) throws SQLException {
        if (inserts == null || rows.isEmpty() || rows.size() > MOST_INSERTED) {
            append(table, rows, writer);
        } else {
            insert(inserts, table, rows, writer);
        }
    }

    private static <T> void insert(InsertStatements inserts, String table, Collection<T> rows, RowWriter<T> writer)
            throws SQLException {
        var to = new BoundRow();
        for (T row : rows) {
            writer.write(to, row);
        }
        PreparedStatement statement = inserts.of(table, rows.size(), to.size() / rows.size());
        to.bindTo(statement);
        int added = statement.executeUpdate();
        if (added != rows.size()) {
            throw new SQLException("%d rows were added in place of %d".formatted(added, rows.size()));
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
