package dev.tachograph.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The newest line of the journal that is stored, as the journal knows it: from there its reader goes on where the position
 * itself was lost with the hot file.
 */
public record NewestJournalLine(UUID sequenceId, long sequence, UUID bootId, long monotonicMicros, Instant timestamp) {

    static @Nullable NewestJournalLine read(Connection connection) throws SQLException {
        List<NewestJournalLine> found = Sql.all(
                connection,
                """
                SELECT sequence_id, sequence, boot_id, monotonic_us, epoch_us(timestamp) FROM journal_logs
                WHERE source = 'journal' AND sequence_id IS NOT NULL AND boot_id IS NOT NULL AND monotonic_us IS NOT NULL
                ORDER BY timestamp DESC, line DESC LIMIT 1
                """,
                row -> new NewestJournalLine(
                        row.getObject(1, UUID.class),
                        row.getLong(2),
                        row.getObject(3, UUID.class),
                        row.getLong(4),
                        Micros.toInstant(row.getLong(5))));
        return found.isEmpty() ? null : found.getFirst();
    }
}
