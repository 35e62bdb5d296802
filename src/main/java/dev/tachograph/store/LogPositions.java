package dev.tachograph.store;

import dev.tachograph.model.LogPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** How far the readers of log lines were when the newest of their lines was stored. */
final class LogPositions {
    private LogPositions() {}

    static List<LogPosition> read(Connection connection) throws SQLException {
        return Sql.all(
                connection,
                "SELECT reader, position FROM hot.log_positions ORDER BY reader",
                row -> new LogPosition(row.getString(1), row.getString(2)));
    }
}
