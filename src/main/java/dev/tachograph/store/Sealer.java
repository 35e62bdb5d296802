package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes segments: an hour that is over from the hot tables, a day that is over from its hours. What it reads does not change
 * any more, so it needs no place in the writer's transactions: it works on a connection of its own beside the writer, and
 * what it has made counts only once the manifest has it.
 */
final class Sealer {
    /** What goes by size or age goes as a whole, and should not be a large part of what is kept. */
    private static final long MOST_MERGED_BYTES = 64_000_000;

    private static final String OTHER_HOUR = "date_trunc('hour', t.timestamp) <> date_trunc('hour', first.timestamp)";

    private final Path dataDirectory;
    private final InstantSource clock;
    private final Map<Segment, Long> largeBytes = new HashMap<>();

    Sealer(Path dataDirectory, InstantSource clock) {
        this.dataDirectory = dataDirectory;
        this.clock = clock;
    }

    /** Ticks that belong together, from the first to before the last. */
    private record Range(int from, int until) {
        String where(String column) {
            return "%1$s >= %2$d AND %1$s < %3$d".formatted(column, from, until);
        }
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
        Range range = range(connection, ends);
        if (range == null) {
            return Optional.empty();
        }
        SegmentFolder.Description description = describe(connection, range, number);
        SegmentFolder folder = SegmentFolder.begin(dataDirectory, description);
        try {
            for (SegmentTable table : SegmentTable.of(Segment.Type.PROCESSES)) {
                folder.write(connection, table, hotRows(table, range));
            }
            if (folder.rows(SegmentTable.TICKS) != range.until - range.from) {
                throw new SQLException("ticks %d to %d are not all there, but %d of them"
                        .formatted(range.from, range.until - 1, folder.rows(SegmentTable.TICKS)));
            }
            return Optional.of(new Sealed(folder.finish(connection), List.of()));
        } catch (SQLException | IOException e) {
            folder.discard();
            throw e;
        }
    }

    /**
     * From the oldest hot tick to the first stretch that does not belong with it any more; nothing while there is none. Numbers
     * that are left out end it, too: what lay there was sealed, and an old file without it took the place of the hot one.
     */
    private static @Nullable Range range(Connection connection, String ends) throws SQLException {
        List<Range> found = Sql.all(connection, """
                WITH ticks AS (SELECT tick, keyframe, timestamp, lag(tick) OVER (ORDER BY tick) AS before FROM hot.ticks),
                first AS (SELECT min(tick) AS tick, min_by(timestamp, tick) AS timestamp FROM ticks)
                SELECT first.tick, min(t.before) + 1 FROM first, ticks t
                WHERE t.tick = t.keyframe AND t.tick > first.tick AND (%s OR t.before < t.tick - 1) GROUP BY first.tick
                """.formatted(ends), row -> new Range(row.getInt(1), row.getInt(2)));
        return found.isEmpty() ? null : found.getFirst();
    }

    private SegmentFolder.Description describe(Connection connection, Range range, int number) throws SQLException {
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
                                range.from,
                                range.until,
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

    private static String hotRows(SegmentTable table, Range range) {
        String within = range.where("tick");
        return switch (table) {
            case TICKS -> "FROM hot.ticks WHERE %s ORDER BY tick".formatted(within);
            case EVENTS -> "FROM hot.events WHERE %s ORDER BY timestamp".formatted(within);
            case GAPS -> "FROM hot.gaps WHERE %s ORDER BY from_time".formatted(within);
            case PROCESS_SAMPLES -> hotSamples(range);
            case PROCESSES -> hotProcesses(range);
            case LOG_LINES, LOG_VALUES -> throw new IllegalArgumentException(table + " is for the LogSealer");
            default -> "FROM %s WHERE %s ORDER BY tick".formatted(table.hot(), within);
        };
    }

    /**
     * A row counts for the ticks until the next one of its process, or until its stretch ends. Numbers are put in order before
     * the texts come to them: an hour of those may be larger than the memory there is. A few rows change places with their
     * neighbours in the second step, which nothing that reads them minds.
     */
    private static String hotSamples(Range range) {
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
    private static String hotProcesses(Range range) {
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
                """.formatted(range.where("tick"), range.from);
    }

    /** Merges the hours of the oldest day that is over and has more than one segment. */
    Optional<Sealed> mergeDay(Connection connection, List<Segment> segments, int number)
            throws SQLException, IOException {
        List<Segment> day = oldestPartedDay(connection, segments);
        if (day.isEmpty()) {
            return Optional.empty();
        }
        SegmentFolder folder = SegmentFolder.begin(dataDirectory, describe(day, number));
        try {
            for (SegmentTable table : SegmentTable.of(day.getFirst().type())) {
                mergeTable(connection, day, table, folder);
            }
            return Optional.of(new Sealed(folder.finish(connection), day));
        } catch (SQLException | IOException e) {
            folder.discard();
            throw e;
        }
    }

    private List<Segment> oldestPartedDay(Connection connection, List<Segment> segments) throws SQLException {
        largeBytes.keySet().retainAll(segments);
        for (Segment.Type type : Segment.Type.values()) {
            List<Segment> run = oldestPartedDay(connection, type, segments);
            if (!run.isEmpty()) {
                return run;
            }
        }
        return List.of();
    }

    /** Segments of a type follow each other in ticks or lines; a day is over once another one follows it. */
    private List<Segment> oldestPartedDay(Connection connection, Segment.Type type, List<Segment> segments)
            throws SQLException {
        List<Segment> run = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.type() == type) {
                if (!run.isEmpty() && !continues(connection, run, segment)) {
                    if (run.size() > 1) {
                        return run;
                    }
                    run.clear();
                }
                run.add(segment);
            }
        }
        return List.of();
    }

    private boolean continues(Connection connection, List<Segment> run, Segment next) throws SQLException {
        Segment last = run.getLast();
        long large = largeBytes(connection, next);
        for (Segment segment : run) {
            large += largeBytes(connection, segment);
        }
        return large <= LogSealer.MOST_LARGE_BYTES
                && next.day().equals(last.day())
                && next.fromTick() == last.untilTick()
                && next.schemaVersion() == last.schemaVersion()
                && run.stream().mapToLong(Segment::bytes).sum() + next.bytes() <= MOST_MERGED_BYTES;
    }

    /** Of large values, before compression: whoever reads them has to hold those of a file at once. */
    private long largeBytes(Connection connection, Segment segment) throws SQLException {
        if (!segment.holds(SegmentTable.LOG_VALUES)) {
            return 0;
        }
        Long known = largeBytes.get(segment);
        if (known == null) {
            Path file = dataDirectory.resolve(segment.folder()).resolve(SegmentTable.LOG_VALUES.file());
            known = Sql.number(
                    connection,
                    "SELECT coalesce(sum(total_uncompressed_size), 0)::BIGINT FROM parquet_metadata(%s)"
                            .formatted(Sql.text(file)));
            largeBytes.put(segment, known);
        }
        return known;
    }

    private SegmentFolder.Description describe(List<Segment> parts, int number) {
        Segment first = parts.getFirst();
        return new SegmentFolder.Description(
                first.type(),
                number,
                first.fromTick(),
                parts.getLast().untilTick(),
                first.day(),
                parts.stream().map(Segment::from).min(Instant::compareTo).orElseThrow(),
                parts.stream().map(Segment::to).max(Instant::compareTo).orElseThrow(),
                parts.stream().mapToInt(Segment::hours).sum(),
                parts.stream().mapToLong(Segment::samples).sum(),
                parts.stream().mapToLong(Segment::maxProcessId).max().orElse(0),
                first.schemaVersion(),
                Micros.toInstant(Micros.of(clock.instant())));
    }

    private void mergeTable(Connection connection, List<Segment> parts, SegmentTable table, SegmentFolder folder)
            throws SQLException, IOException {
        List<Path> files = parts.stream()
                .filter(part -> part.holds(table))
                .map(part -> dataDirectory.resolve(part.folder()).resolve(table.file()))
                .toList();
        if (files.isEmpty()) {
            return;
        }
        // The parts come one after the other and each is in order: nothing has to be sorted.
        String rows = "SELECT * FROM read_parquet(%s, hive_partitioning = false)".formatted(Sql.files(files));
        folder.write(connection, table, table == SegmentTable.PROCESSES ? newestDescriptions(rows) : rows);
        long before = parts.stream().mapToLong(part -> part.rows(table)).sum();
        if (table != SegmentTable.PROCESSES && folder.rows(table) != before) {
            throw new SQLException("%s: %d rows became %d".formatted(table.file(), before, folder.rows(table)));
        }
    }

    /**
     * Each hour has the descriptions that it refers to: of the same one, what was known last. An hour that begins without a
     * process says that it is gone, and the one before it when it was seen last.
     */
    private static String newestDescriptions(String rows) {
        return """
                SELECT * REPLACE (last_value(last_seen IGNORE NULLS) OVER life AS last_seen) FROM (%s)
                WINDOW life AS (PARTITION BY process_id, version ORDER BY last_tick, gone
                                ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
                QUALIFY row_number() OVER (PARTITION BY process_id, version ORDER BY last_tick DESC, gone DESC) = 1
                ORDER BY process_id, version
                """.formatted(rows);
    }
}
