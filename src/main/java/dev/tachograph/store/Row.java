package dev.tachograph.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row of an answer. Columns are counted from 1; instants are asked for as {@code epoch_us(…)}. */
public final class Row {
    private final ResultSet row;

    Row(ResultSet row) {
        this.row = row;
    }

    /** A column that does not know failure: the database has the row in memory already. */
    private interface Column<T> {
        T get() throws SQLException;
    }

    private static <T> T column(Column<T> column) {
        try {
            return column.get();
        } catch (SQLException e) {
            throw new IllegalArgumentException("no such column, or one of another type: " + e.getMessage(), e);
        }
    }

    private boolean wasNull() {
        return column(row::wasNull);
    }

    /** A whole number; 0 for {@code NULL}. */
    public long number(int column) {
        return column(() -> row.getLong(column));
    }

    public @Nullable Long numberOrNull(int column) {
        long number = number(column);
        return wasNull() ? null : Long.valueOf(number);
    }

    public @Nullable Double decimalOrNull(int column) {
        double decimal = column(() -> row.getDouble(column));
        return wasNull() ? null : Double.valueOf(decimal);
    }

    public boolean truth(int column) {
        return column(() -> row.getBoolean(column));
    }

    /** A text that is there. */
    public String text(int column) {
        String text = textOrNull(column);
        if (text == null) {
            throw new IllegalArgumentException("column %d is NULL".formatted(column));
        }
        return text;
    }

    public @Nullable String textOrNull(int column) {
        return column(() -> row.getString(column));
    }

    public UUID uuid(int column) {
        return UUID.fromString(text(column));
    }

    public Instant instant(int column) {
        return Micros.toInstant(number(column));
    }

    public @Nullable Instant instantOrNull(int column) {
        Long micros = numberOrNull(column);
        return micros == null ? null : Micros.toInstant(micros);
    }
}
