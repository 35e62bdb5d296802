package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Merges the segments of a day that is over into one, of hourly roll-ups also those of a month: fewer files, and less to store. */
final class SegmentMerger {
    /** What goes by size or age goes as a whole, and should not be a large part of what is kept. */
    private static final long MOST_MERGED_BYTES = 64_000_000;

    /** As many rows of a roll-up as are sorted within the memory there is; more of them stay in the order of their parts. */
    private static final long MOST_SORTED_ROWS = 1_000_000;

    private final Path dataDirectory;
    private final InstantSource clock;
    private final Map<Segment, Long> largeBytes = new HashMap<>();

    SegmentMerger(Path dataDirectory, InstantSource clock) {
        this.dataDirectory = dataDirectory;
        this.clock = clock;
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
            List<Segment> run = oldestParted(connection, type, segments, SegmentMerger::isSameDay);
            if (!run.isEmpty()) {
                return run;
            }
        }
        return oldestParted(connection, Segment.Type.HOURS, segments, SegmentMerger::isSameMonth);
    }

    private static boolean isSameDay(Segment one, Segment next) {
        return one.day().equals(next.day());
    }

    /** Summaries by hour are few, and are kept for so long that a file for each day would be too many. */
    private static boolean isSameMonth(Segment one, Segment next) {
        return YearMonth.from(one.day()).equals(YearMonth.from(next.day()));
    }

    /** Segments of a type follow each other in ticks or lines; a day or month is over once another one follows it. */
    private List<Segment> oldestParted(
            Connection connection, Segment.Type type, List<Segment> segments, BiPredicate<Segment, Segment> isSame)
            throws SQLException {
        List<Segment> run = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.type() == type) {
                if (!run.isEmpty() && !continues(connection, run, segment, isSame)) {
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

    private boolean continues(
            Connection connection, List<Segment> run, Segment next, BiPredicate<Segment, Segment> isSame)
            throws SQLException {
        Segment last = run.getLast();
        long large = largeBytes(connection, next);
        for (Segment segment : run) {
            large += largeBytes(connection, segment);
        }
        return large <= LogSealer.MOST_LARGE_BYTES
                && isSame.test(last, next)
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
                Migrations.NEWEST, // what its parts did not have yet is written as NULL
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
        String rows = "SELECT %s FROM read_parquet(%s, hive_partitioning = false)"
                .formatted(table.columns(parts.getFirst().schemaVersion()), Sql.files(files));
        long before = parts.stream().mapToLong(part -> part.rows(table)).sum();
        folder.write(connection, table, merged(table, rows, before));
        if (table != SegmentTable.PROCESSES && folder.rows(table) != before) {
            throw new SQLException("%s: %d rows became %d".formatted(table.file(), before, folder.rows(table)));
        }
    }

    /**
     * The parts come one after the other and each is in order. Of roll-ups each series is to lie together, as it is asked for; a
     * day of anything else is more than can be sorted without writing it twice.
     */
    private static String merged(SegmentTable table, String rows, long count) {
        if (table == SegmentTable.PROCESSES) {
            return newestDescriptions(rows);
        }
        return table.isRollUp() && count <= MOST_SORTED_ROWS
                ? rows + " ORDER BY " + String.join(", ", table.key())
                : rows;
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
