package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the segments of an hour that is over from the hot tables: processes, figures of the host, and what both sum up to. What
 * it reads does not change any more, so it needs no place in the writer's transactions: it works on a connection of its own
 * beside the writer, and what it has made counts only once the manifest has it.
 */
final class Sealer {
    private static final String OTHER_HOUR = "date_trunc('hour', t.timestamp) <> date_trunc('hour', first.timestamp)";

    private final Path dataDirectory;
    private final InstantSource clock;

    Sealer(Path dataDirectory, InstantSource clock) {
        this.dataDirectory = dataDirectory;
        this.clock = clock;
    }

    /** Seals the oldest hot hour, if it is over. */
    Optional<Sealed> sealHour(Connection connection, int number) throws SQLException, IOException {
        return seal(connection, number, OTHER_HOUR);
    }

    /** Seals the oldest hot stretches up to the present one, whether or not their hour is over. */
    Optional<Sealed> sealEarly(Connection connection, int number) throws SQLException, IOException {
        return seal(connection, number, OTHER_HOUR + " OR t.tick = (SELECT max(keyframe) FROM hot.ticks)");
    }

    private Optional<Sealed> seal(Connection connection, int number, String ends) throws SQLException, IOException {
        TickRange range = range(connection, ends);
        if (range == null) {
            return Optional.empty();
        }
        try (var folders = new SegmentFolders(connection, dataDirectory)) {
            SegmentFolder.Description processes = describe(connection, range, number);
            SegmentFolder folder = write(folders, processes, range);
            if (folder.rows(SegmentTable.TICKS) != range.ticks()) {
                throw new SQLException("ticks %d to %d are not all there, but %d of them"
                        .formatted(range.from(), range.until() - 1, folder.rows(SegmentTable.TICKS)));
            }
            long figures =
                    Sql.number(connection, "SELECT count(*) FROM hot.host WHERE %s".formatted(range.where("tick")));
            if (figures > 0) {
                write(folders, processes.as(Segment.Type.METRICS, folders.next(number), figures), range);
            }
            if (!RollUps.of(connection, range).isNothing()) {
                write(folders, processes.as(Segment.Type.MINUTES, folders.next(number), range.ticks()), range);
                write(folders, processes.as(Segment.Type.HOURS, folders.next(number), range.ticks()), range);
            }
            return Optional.of(new Sealed(folders.finish(), List.of()));
        }
    }

    private static SegmentFolder write(SegmentFolders folders, SegmentFolder.Description description, TickRange range)
            throws SQLException, IOException {
        return folders.write(description, table -> hotRows(table, range));
    }

    /**
     * From the oldest hot tick to the first stretch that does not belong with it any more; nothing while there is none. Numbers
     * that are left out end it, too: what lay there was sealed, and an old file without it took the place of the hot one.
     */
    private static @Nullable TickRange range(Connection connection, String ends) throws SQLException {
        List<TickRange> found =
                Sql.all(connection, """
                WITH ticks AS (SELECT tick, keyframe, timestamp, lag(tick) OVER (ORDER BY tick) AS before FROM hot.ticks),
                first AS (SELECT min(tick) AS tick, min_by(timestamp, tick) AS timestamp FROM ticks)
                SELECT first.tick, min(t.before) + 1 FROM first, ticks t
                WHERE t.tick = t.keyframe AND t.tick > first.tick AND (%s OR t.before < t.tick - 1) GROUP BY first.tick
                """.formatted(ends), row -> new TickRange(row.getInt(1), row.getInt(2)));
        return found.isEmpty() ? null : found.getFirst();
    }

    private SegmentFolder.Description describe(Connection connection, TickRange range, int number) throws SQLException {
        return Sql.all(
                        connection,
                        """
                        SELECT min_by(timestamp, tick)::DATE::VARCHAR, epoch_us(min(timestamp)), epoch_us(max(timestamp)),
                               sum(processes),
                               (SELECT coalesce(max(process_id), 0) FROM hot.process_samples WHERE %1$s),
                               (SELECT max(version) FROM schema_version)
                        FROM hot.ticks WHERE %1$s
                        """.formatted(range.where("tick")),
                        row -> new SegmentFolder.Description(
                                Segment.Type.PROCESSES,
                                number,
                                range.from(),
                                range.until(),
                                LocalDate.parse(row.getString(1)),
                                Micros.toInstant(row.getLong(2)),
                                Micros.toInstant(row.getLong(3)),
                                1,
                                row.getLong(4),
                                row.getLong(5),
                                row.getInt(6),
                                Micros.toInstant(Micros.of(clock.instant()))))
                .getFirst();
    }

    private static String hotRows(SegmentTable table, TickRange range) {
        String within = range.where("tick");
        return switch (table) {
            case TICKS -> "FROM hot.ticks WHERE %s ORDER BY tick".formatted(within);
            case EVENTS -> "FROM hot.events WHERE %s ORDER BY timestamp".formatted(within);
            case GAPS -> "FROM hot.gaps WHERE %s ORDER BY from_time".formatted(within);
            case PROCESS_SAMPLES -> hotSamples(range);
            case PROCESSES -> hotProcesses(range);
            case PROCESS_EXITS -> "FROM hot.process_exits WHERE %s ORDER BY tick, timestamp".formatted(within);
            case HOST, CPUS, DISKS, FILESYSTEMS, NETWORKS, CGROUPS ->
                "FROM %s WHERE %s ORDER BY %s".formatted(table.hot(), within, String.join(", ", table.key()));
            case PROCESS_MINUTES, PROCESS_HOURS, METRIC_MINUTES, METRIC_HOURS -> RollUps.rows(table);
            case LOG_LINES, LOG_VALUES -> throw new IllegalArgumentException(table + " is for the LogSealer");
        };
    }

    /**
     * A row counts for the ticks until the next one of its process, or until its stretch ends. Numbers are put in order before
     * the texts come to them: an hour of those may be larger than the memory there is. A few rows change places with their
     * neighbours in the second step, which nothing that reads them minds.
     */
    private static String hotSamples(TickRange range) {
        return """
                WITH rows AS (
                    SELECT * FROM hot.changes WHERE %1$s AND status <> 0 ORDER BY process_id, tick
                ), stretches AS (SELECT keyframe, max(tick) + 1 AS until_tick FROM hot.ticks WHERE %2$s GROUP BY keyframe)
                SELECT r.* REPLACE (least(r.tick + r.ticks, e.until_tick) - r.tick AS ticks), t.timestamp,
                       p.* EXCLUDE (process_id, version)
                FROM rows r JOIN stretches e USING (keyframe) JOIN hot.ticks t USING (tick)
                JOIN hot.processes p USING (process_id, version)
                """.formatted(range.where("keyframe"), range.where("tick"));
    }

    /**
     * The descriptions that the rows of these ticks refer to, each with the last tick of which it is known to be true: the end
     * of the process, or of the ticks, for the one that was true last.
     */
    private static String hotProcesses(TickRange range) {
        return """
                WITH used AS (
                    SELECT process_id, version, max(tick) AS tick FROM hot.process_samples WHERE %1$s GROUP BY ALL
                ), last AS (
                    SELECT process_id, max(tick) AS tick, arg_max(version, tick) AS version, arg_max(status, tick) = 0 AS gone
                    FROM hot.process_samples WHERE %1$s GROUP BY process_id
                ), boots AS (SELECT boot_id, max(tick) AS tick FROM hot.ticks WHERE %1$s GROUP BY boot_id),
                lives AS (
                    SELECT p.*, CASE WHEN p.version <> last.version THEN used.tick
                                     WHEN last.gone THEN last.tick - 1 ELSE boots.tick END AS last_tick,
                           p.version = last.version AND last.gone AS gone
                    FROM used JOIN hot.processes p USING (process_id, version)
                    JOIN last ON last.process_id = p.process_id JOIN boots USING (boot_id)
                )
                SELECT lives.*, t.timestamp AS last_seen FROM lives
                LEFT JOIN hot.ticks t ON t.tick = lives.last_tick AND t.tick >= %2$d
                ORDER BY process_id, version
                """.formatted(range.where("tick"), range.from());
    }
}
