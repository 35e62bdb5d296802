package dev.tachograph.store;

import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row that is being added to a table: its columns in their order, whichever way they get there. */
interface NewRow {
    void append(boolean value) throws SQLException;

    void append(byte value) throws SQLException;

    void append(int value) throws SQLException;

    void append(long value) throws SQLException;

    void append(@Nullable Boolean value) throws SQLException;

    void append(@Nullable Byte value) throws SQLException;

    void append(@Nullable Integer value) throws SQLException;

    void append(@Nullable Long value) throws SQLException;

    void append(@Nullable Float value) throws SQLException;

    void append(@Nullable String value) throws SQLException;

    void append(@Nullable UUID value) throws SQLException;

    void append(byte[] value) throws SQLException;

    /** An instant in microseconds since 1970. */
    void appendEpochMicros(long micros) throws SQLException;

    void appendNull() throws SQLException;
}
