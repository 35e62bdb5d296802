package dev.tachograph.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What the hot file holds that counts against limits.
 *
 * @param usedBytes blocks in use
 * @param logBytes of these, roughly, for log lines
 * @param metricBytes of these, roughly, for figures of the host
 * @param span that its ticks stand for
 */
record HotFigures(long usedBytes, long logBytes, long metricBytes, Duration span) {
    private static final Duration SHORTEST_FOR_A_RATE = Duration.ofMinutes(10);

    static HotFigures read(Connection connection) throws SQLException {
        return Sql.all(connection, """
                        SELECT (SELECT used_blocks * block_size FROM pragma_database_size() LIMIT 1),
                               %s, %s,
                               (SELECT coalesce(sum(interval_us), 0) FROM hot.ticks)
                        """.formatted(HotLogBytes.SQL, HotMetricBytes.SQL), HotFigures::of)
                .getFirst();
    }

    private static HotFigures of(ResultSet row) throws SQLException {
        long used = row.getLong(1);
        long logs = Math.min(used, row.getLong(2));
        long metrics = Math.min(used - logs, row.getLong(3));
        return new HotFigures(used, logs, metrics, Duration.ofNanos(row.getLong(4) * 1000));
    }

    /** What is left for processes. */
    long processBytes() {
        return usedBytes - logBytes - metricBytes;
    }

    /** What comes within this time; nothing while too little is known. */
    long growth(long bytes, Duration time) {
        return span.compareTo(SHORTEST_FOR_A_RATE) < 0
                ? 0
                : (long) ((double) bytes / span.toMillis() * time.toMillis());
    }
}
