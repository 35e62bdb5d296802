package dev.tachograph.store;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the views have of log lines, as the facts that were stored. */
final class RecordedLines {
    private RecordedLines() {}

    /** Every line by its number; fails where a number is there twice. */
    static SortedMap<Long, LogLine> read(Connection connection) throws SQLException {
        Map<Long, List<LargeValue>> values = new HashMap<>();
        Sql.all(
                connection,
                "SELECT line, field, value FROM log_values ORDER BY line, field DESC",
                row -> values.computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                        .add(new LargeValue(row.getString(2), row.getBytes(3))));
        var lines = new TreeMap<Long, LogLine>();
        Sql.all(connection, "SELECT *, epoch_us(timestamp) AS micros FROM journal_logs", row -> {
            long number = row.getLong("line");
            LogLine line = line(row, values.getOrDefault(number, List.of()));
            if (lines.put(number, line) != null) {
                throw new AssertionError("line %d is there twice".formatted(number));
            }
            return number;
        });
        return lines;
    }

    private static LogLine line(ResultSet row, List<LargeValue> values) throws SQLException {
        var origin = new LogOrigin(
                LogSource.ofWord(row.getString("source")),
                uuid(row, "sequence_id"),
                uuid(row, "boot_id"),
                uuid(row, "machine_id"),
                row.getString("hostname"),
                row.getString("transport"),
                row.getString("unit"),
                row.getString("user_unit"),
                row.getString("slice"),
                row.getString("session"),
                uuid(row, "invocation_id"),
                row.getString("identifier"),
                integer(row, "pid"),
                number(row, "uid"),
                number(row, "gid"),
                row.getString("comm"),
                row.getString("exe"),
                row.getString("cmdline"));
        return new LogLine(
                origin,
                Micros.toInstant(row.getLong("micros")),
                number(row, "monotonic_us"),
                row.getLong("sequence"),
                integer(row, "priority"),
                integer(row, "facility"),
                row.getString("message"),
                row.getString("about_unit"),
                uuid(row, "message_id"),
                row.getString("code_file"),
                integer(row, "code_line"),
                row.getString("code_function"),
                integer(row, "errno"),
                fields(row),
                values);
    }

    private static @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        Object value = row.getObject(column);
        return value == null ? null : Long.valueOf(new BigDecimal(value.toString()).longValueExact());
    }

    private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
        Long value = number(row, column);
        return value == null ? null : Integer.valueOf(Math.toIntExact(value));
    }

    private static Map<String, List<String>> fields(ResultSet row) throws SQLException {
        Object map = row.getObject("fields");
        if (map == null) {
            return Map.of();
        }
        Map<String, List<String>> fields = new HashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) map).entrySet()) {
            List<String> all = new ArrayList<>();
            for (Object value : (Object[]) ((Array) entry.getValue()).getArray()) {
                all.add(String.valueOf(value));
            }
            fields.put(String.valueOf(entry.getKey()), all);
        }
        return fields;
    }
}
