package dev.tachograph.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as the parameters of one statement, row behind row. */
final class BoundRow implements NewRow {
    private final List<@Nullable Object> values = new ArrayList<>();

    /** How many were given so far. */
    int size() {
        return values.size();
    }

    void bindTo(PreparedStatement statement) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    @Override
    public void add(@Nullable Object value) {
        values.add(value);
    }

    @Override
    public void appendEpochMicros(long micros) {
        add(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }
}
