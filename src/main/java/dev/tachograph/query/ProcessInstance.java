package dev.tachograph.query;

import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the processes that have had a pid.
 *
 * @param processId its number in the store
 * @param firstSeen the first tick that is kept of it
 * @param lastSeen the last tick that has it
 */
public record ProcessInstance(
        long processId,
        int pid,
        Instant startTime,
        String name,
        @Nullable String cmdline,
        @Nullable String user,
        @Nullable String unit,
        @Nullable String container,
        Instant firstSeen,
        Instant lastSeen) {
    private static final String COLUMNS = """
            SELECT process_id, start_time, name, cmdline, user_name, unit, container, first_tick, first_seen, last_seen
            """;

    /**
     * Those of a pid that were there within a range, the newest first. One without a row of late is there until the newest tick of
     * its boot, unless its last row says that it is gone.
     */
    static List<ProcessInstance> of(Reading reading, int pid, Instant from, Instant to) throws StoreException {
        List<KeptPart> sealed = KeptPart.sealed(reading, KeptPart.PROCESSES, "processes", from, to);
        List<String> sources = new ArrayList<>();
        if (!sealed.isEmpty()) {
            sources.add(COLUMNS + "FROM %s WHERE pid = %d".formatted(KeptPart.rows(sealed, "processes"), pid));
        }
        sources.add(COLUMNS + "FROM (%s)".formatted("""
            SELECT p.* EXCLUDE (last_tick), CASE WHEN l.gone THEN t.timestamp ELSE b.timestamp END AS last_seen
            FROM (SELECT *, NULL AS last_tick FROM hot.processes WHERE pid = %1$d) p
            JOIN (SELECT process_id, max(tick) AS tick, arg_max(status, tick) = 0 AS gone FROM hot.process_samples
                  WHERE process_id IN (SELECT process_id FROM hot.processes WHERE pid = %1$d) GROUP BY process_id) l USING (process_id)
            JOIN (SELECT boot_id, max_by(timestamp, tick) AS timestamp FROM hot.ticks GROUP BY boot_id) b USING (boot_id)
            LEFT JOIN hot.ticks t ON t.tick = l.tick - 1
            """.formatted(pid)));
        return reading.all(
                """
                SELECT process_id, epoch_us(any_value(start_time)), arg_max(name, first_tick), arg_max(cmdline, first_tick),
                       arg_max(user_name, first_tick), arg_max(unit, first_tick), arg_max(container, first_tick),
                       epoch_us(min(first_seen)) AS first, epoch_us(max(coalesce(last_seen, first_seen))) AS last
                FROM (%s) GROUP BY process_id
                HAVING first < ? AND last >= ? ORDER BY max(first_tick) DESC, process_id DESC
                """.formatted(String.join(" UNION ALL ", sources)),
                row -> instance(pid, row),
                Micros.of(to),
                Micros.of(from));
    }

    private static ProcessInstance instance(int pid, Row row) {
        return new ProcessInstance(
                row.number(1),
                pid,
                row.instant(2),
                row.text(3),
                row.textOrNull(4),
                row.textOrNull(5),
                row.textOrNull(6),
                row.textOrNull(7),
                row.instant(8),
                row.instant(9));
    }
}
