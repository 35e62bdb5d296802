package dev.tachograph.store;

import dev.tachograph.model.Event;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Events that are in the store, for those who must not tell them a second time. */
final class StoredEvents {
    private static final int MOST = 1000;

    private StoredEvents() {}

    /** The newest of those that more than one source knows of, the oldest first. */
    static List<Event> read(Connection connection) throws SQLException {
        return Sql.all(connection, """
                        SELECT epoch_us(timestamp), boot_id::VARCHAR, kind, amount_us, detail, pid, name, unit FROM hot.events
                        WHERE kind IN ('process_crash', 'shutdown', 'oom_kill') ORDER BY timestamp DESC, rowid DESC LIMIT %d
                        """.formatted(MOST), StoredEvents::event).reversed();
    }

    private static Event event(ResultSet row) throws SQLException {
        long amount = row.getLong(4);
        boolean hasAmount = !row.wasNull();
        int pid = row.getInt(6);
        boolean hasPid = !row.wasNull();
        return new Event(
                Micros.toInstant(row.getLong(1)),
                UUID.fromString(row.getString(2)),
                Event.Kind.ofWord(row.getString(3)),
                hasAmount ? Long.valueOf(amount) : null,
                row.getString(5),
                new Event.Subject(hasPid ? Integer.valueOf(pid) : null, row.getString(7), row.getString(8), Map.of()));
    }
}
