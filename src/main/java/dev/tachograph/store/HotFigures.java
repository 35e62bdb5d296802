package dev.tachograph.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What the hot file holds that counts against limits.
 *
 * @param usedBytes blocks in use
 * @param span that its ticks stand for
 */
record HotFigures(long usedBytes, Duration span) {
    private static final Duration SHORTEST_FOR_A_RATE = Duration.ofMinutes(10);

    static HotFigures read(Connection connection) throws SQLException {
        return Sql.all(connection, """
                        SELECT (SELECT used_blocks * block_size FROM pragma_database_size() LIMIT 1),
                               (SELECT coalesce(sum(interval_us), 0) FROM hot.ticks)
                        """, row -> new HotFigures(row.getLong(1), Duration.ofNanos(row.getLong(2) * 1000)))
                .getFirst();
    }

    /** What comes within this time; nothing while too little is known. */
    long growth(long bytes, Duration time) {
        return span.compareTo(SHORTEST_FOR_A_RATE) < 0
                ? 0
                : (long) ((double) bytes / span.toMillis() * time.toMillis());
    }
}
