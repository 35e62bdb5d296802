package dev.tachograph.store;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessStatus;
import dev.tachograph.query.ProcessRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the views that users see, by the names that users see. */
final class Tables {
    private static final String COLUMNS = """
            SELECT epoch_us(timestamp), pid, epoch_us(start_time), parent_pid, name, cmdline, "user", user_id, status,
                   cpu_usage, cpu_time, mem_usage, virtual_memory, runtime, threads, read_bytes, write_bytes, read_rate,
                   write_rate, open_files, unit, container, cgroup, kernel_thread, tick, proportional_memory, user_unit, slice,
                   session, container_runtime, container_name
            """;

    private Tables() {}

    static Map<Long, List<ProcessRow>> processMetrics(Connection connection) throws SQLException, StoreException {
        var rows = new TreeMap<Long, List<ProcessRow>>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COLUMNS + "FROM process_metrics ORDER BY tick, pid")) {
            while (row.next()) {
                rows.computeIfAbsent(row.getLong(25), _ -> new ArrayList<>()).add(row(row));
            }
        }
        return rows;
    }

    static List<ProcessRow> processesAt(Connection connection, Instant instant) throws SQLException, StoreException {
        var rows = new ArrayList<ProcessRow>();
        try (PreparedStatement query =
                connection.prepareStatement(COLUMNS + "FROM processes_at(make_timestamptz(?)) ORDER BY pid")) {
            query.setLong(1, Micros.of(instant));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    rows.add(row(row));
                }
            }
        }
        return rows;
    }

    private static ProcessRow row(ResultSet row) throws SQLException, StoreException {
        return new ProcessRow(
                Micros.toInstant(row.getLong(1)),
                row.getInt(2),
                Micros.toInstant(row.getLong(3)),
                row.getInt(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                whole(row, 8),
                ProcessStatus.valueOf(row.getString(9).toUpperCase(Locale.ROOT).replace('-', '_')),
                real(row, 10),
                row.getDouble(11),
                row.getLong(12),
                whole(row, 26),
                row.getLong(13),
                row.getDouble(14),
                row.getInt(15),
                whole(row, 16),
                whole(row, 17),
                real(row, 18),
                real(row, 19),
                whole(row, 20),
                new ControlGroup(
                        row.getString(23),
                        row.getString(21),
                        row.getString(27),
                        row.getString(28),
                        row.getString(29),
                        row.getString(22),
                        row.getString(30),
                        row.getString(31)),
                row.getBoolean(24));
    }

    private static @Nullable Long whole(ResultSet row, int column) throws SQLException, StoreException {
        long value = row.getLong(column);
        return row.wasNull() ? null : Long.valueOf(value);
    }

    private static @Nullable Double real(ResultSet row, int column) throws SQLException, StoreException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : Double.valueOf(value);
    }
}
