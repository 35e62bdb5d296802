package dev.tachograph.store;

import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row that is being added to a table: its columns in their order, whichever way they get there. */
interface NewRow {
    /** Any of the values below. */
    void add(@Nullable Object value) throws SQLException;

    default void append(boolean value) throws SQLException {
        add(value);
    }

    default void append(byte value) throws SQLException {
        add(value);
    }

    default void append(int value) throws SQLException {
        add(value);
    }

    default void append(long value) throws SQLException {
        add(value);
    }

    default void append(@Nullable Boolean value) throws SQLException {
        add(value);
    }

    default void append(@Nullable Byte value) throws SQLException {
        add(value);
    }

    default void append(@Nullable Integer value) throws SQLException {
        add(value);
    }

    default void append(@Nullable Long value) throws SQLException {
        add(value);
    }

    default void append(@Nullable Float value) throws SQLException {
        add(value);
    }

    default void append(@Nullable String value) throws SQLException {
        add(value);
    }

    default void append(@Nullable UUID value) throws SQLException {
        add(value);
    }

    default void append(byte[] value) throws SQLException {
        add(value);
    }

    /** An instant in microseconds since 1970. */
    void appendEpochMicros(long micros) throws SQLException;

    default void appendNull() throws SQLException {
        add(null);
    }
}
