package dev.tachograph.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows as the parameters of one statement, row behind row. */
final class BoundRow implements NewRow {
    private final PreparedStatement statement;
    private int bound;

    BoundRow(PreparedStatement statement) {
        this.statement = statement;
    }

    /** How many parameters were given so far. */
    int bound() {
        return bound;
    }

    private void bind(@Nullable Object value) throws SQLException {
        bound++;
        statement.setObject(bound, value);
    }

    @Override
    public void append(boolean value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(byte value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(int value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(long value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(@Nullable Boolean value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(@Nullable Byte value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(@Nullable Integer value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(@Nullable Long value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(@Nullable Float value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(@Nullable String value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(@Nullable UUID value) throws SQLException {
        bind(value);
    }

    @Override
    public void append(byte[] value) throws SQLException {
        bind(value);
    }

    @Override
    public void appendEpochMicros(long micros) throws SQLException {
        bind(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }

    @Override
    public void appendNull() throws SQLException {
        bind(null);
    }
}
