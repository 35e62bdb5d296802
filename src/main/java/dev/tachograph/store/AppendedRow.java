package dev.tachograph.store;

import java.sql.SQLException;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Rows by DuckDB's appender: next to nothing for a row, but some time and memory for each column of the table. */
record AppendedRow(DuckDBAppender to) implements NewRow {
    /** The appender has a method for each type, and all of them are below. */
    @Override
    public void add(@Nullable Object value) throws SQLException {
        throw new SQLException("no column of " + value);
    }

    @Override
    public void append(boolean value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(byte value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(int value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(long value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(@Nullable Boolean value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(@Nullable Byte value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(@Nullable Integer value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(@Nullable Long value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(@Nullable Float value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(@Nullable String value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(@Nullable UUID value) throws SQLException {
        to.append(value);
    }

    @Override
    public void append(byte[] value) throws SQLException {
        to.append(value);
    }

    @Override
    public void appendEpochMicros(long micros) throws SQLException {
        to.appendEpochMicros(micros);
    }

    @Override
    public void appendNull() throws SQLException {
        to.appendNull();
    }
}
