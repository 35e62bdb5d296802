package dev.tachograph.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ends of what is stored of the log, by which a reader without a position of its own begins: its position was lost with the
 * hot file, or other sources were read until now.
 *
 * @param newest the time of the newest line that the journal or a file brought; {@code null} when there is none
 * @param newestOfJournal the newest line of the journal; {@code null} when there is none
 * @param oldestOfJournal the oldest line of the journal; {@code null} when there is none
 * @param newestOfKernel the newest line of the kernel's own buffer; {@code null} when there is none
 */
public record StoredLog(
        @Nullable Instant newest,
        @Nullable Line newestOfJournal,
        @Nullable Line oldestOfJournal,
        @Nullable Line newestOfKernel) {

    /** A line as its source knows it. */
    public record Line(UUID sequenceId, long sequence, UUID bootId, long monotonicMicros, Instant timestamp) {}

    static StoredLog read(Connection connection) throws SQLException {
        Instant newest = Sql.all(
                        connection,
                        "SELECT epoch_us(timestamp) FROM journal_logs WHERE source <> 'kernel' ORDER BY timestamp DESC LIMIT 1",
                        row -> Micros.toInstant(row.getLong(1)))
                .stream()
                .findFirst()
                .orElse(null);
        return new StoredLog(
                newest,
                line(connection, "journal", "DESC"),
                line(connection, "journal", "ASC"),
                line(connection, "kernel", "DESC"));
    }

    private static @Nullable Line line(Connection connection, String source, String order) throws SQLException {
        List<Line> found = Sql.all(connection, """
                SELECT sequence_id, sequence, boot_id, monotonic_us, epoch_us(timestamp) FROM journal_logs
                WHERE source = '%1$s' AND sequence_id IS NOT NULL AND boot_id IS NOT NULL AND monotonic_us IS NOT NULL
                ORDER BY timestamp %2$s, sequence %2$s LIMIT 1
                """.formatted(source, order), StoredLog::line);
        return found.isEmpty() ? null : found.getFirst();
    }

    private static Line line(ResultSet row) throws SQLException {
        return new Line(
                row.getObject(1, UUID.class),
                row.getLong(2),
                row.getObject(3, UUID.class),
                row.getLong(4),
                Micros.toInstant(row.getLong(5)));
    }
}
