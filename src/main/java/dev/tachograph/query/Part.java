package dev.tachograph.query;

import dev.tachograph.store.Reading;
import dev.tachograph.store.Row;
import dev.tachograph.store.SealedRows;
import dev.tachograph.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A part of what was recorded: the hot tables or one sealed segment. A question that knows its part reads that alone; the
 * views over all of it cost many times as much to plan.
 *
 * @param segment its number; 0 for the hot tables
 * @param folder of the segment, relative to the data directory
 * @param schema of the segment
 */
record Part(int segment, String folder, int schema) {
    /** Parts, with the ticks and the times that they hold. */
    private static final String ALL = """
            (SELECT segment, day, from_tick, until_tick, from_time, to_time, schema_version FROM hot.segments WHERE type = 'processes'
             UNION ALL
             SELECT 0, NULL, min(tick), max(tick) + 1, min(timestamp), max(timestamp), 0 FROM hot.ticks HAVING count(*) > 0)
            """;

    private boolean isHot() {
        return segment == 0;
    }

    /** A table's rows in this part, to be written after FROM. */
    String rows(String table) {
        return isHot() ? "hot." + table : SealedRows.of(table, folder, schema);
    }

    /** A table's rows in several parts, to be written after FROM. Segments of one schema are opened by one scan. */
    static String rows(List<Part> parts, String table) {
        Map<Integer, List<String>> folders = new TreeMap<>();
        parts.stream()
                .filter(part -> !part.isHot())
                .forEach(part -> folders.computeIfAbsent(part.schema, _ -> new ArrayList<>())
                        .add(part.folder));
        List<String> sources = new ArrayList<>();
        folders.forEach((schema, list) -> sources.add("FROM " + SealedRows.of(table, list, schema)));
        if (parts.stream().anyMatch(Part::isHot)) {
            sources.add("FROM hot." + table);
        }
        return "(%s)"
                .formatted(
                        sources.isEmpty()
                                ? "FROM hot.%s WHERE false".formatted(table)
                                : String.join(" UNION ALL BY NAME ", sources));
    }

    String ticks() {
        return rows("ticks");
    }

    /**
     * The rows that are true at a tick, one for each process, as in the view recorded.intervals.
     *
     * @param keyframe of the stretch that the tick is in
     */
    String intervalsAt(int keyframe, int tick) {
        return "(FROM %1$s WHERE keyframe = %2$d AND tick <= %3$d AND tick + ticks > %3$d)"
                .formatted(isHot() ? "hot.intervals" : rows("process_samples"), keyframe, tick);
    }

    /** Whether it has a table: not every segment has all of them. */
    boolean has(Reading reading, String table) throws StoreException {
        return isHot()
                || reading.first(
                                "SELECT 1 FROM hot.segment_files WHERE segment = ? AND type = ? AND file = ?",
                                List.of(segment, folder.split("/", -1)[1], table + ".parquet"),
                                _ -> true)
                        .isPresent();
    }

    /** The part of another type of data with the rows of a tick in a table; {@code null} where they are not kept. */
    static @Nullable Part withTick(Reading reading, String type, String table, TickRow tick) throws StoreException {
        Part sealed = reading.first(
                        """
                        SELECT segment, day::VARCHAR, schema_version FROM hot.segments
                        WHERE type = ? AND from_tick <= ? AND until_tick > ?
                        """,
                        List.of(type, tick.number(), tick.number()),
                        row -> of(type, (int) row.number(1), row.text(2), (int) row.number(3)))
                .orElse(null);
        if (sealed == null) {
            return tick.part().isHot() ? of(type, 0, null, 0) : null;
        }
        return sealed.has(reading, table) ? sealed : null;
    }

    /** The parts for which a condition holds, over {@code from_tick, until_tick, from_time, to_time}. */
    static List<Part> which(Reading reading, String condition) throws StoreException {
        return reading.all(
                "SELECT segment, day::VARCHAR, schema_version FROM %s %s".formatted(ALL, condition), Part::of);
    }

    /** Those that can hold the last tick at or before an instant: what ended before the newest of them began can't. */
    static List<Part> before(Reading reading, String instant) throws StoreException {
        return which(
                reading,
                "WHERE from_time <= %1$s QUALIFY to_time >= max(from_time) OVER () ORDER BY from_tick DESC"
                        .formatted(instant));
    }

    private static Part of(Row row) {
        return of(KeptPart.PROCESSES, (int) row.number(1), row.textOrNull(2), (int) row.number(3));
    }

    /**
     * A segment by its place in the list of segments.
     *
     * @param segment its number; 0 for the hot tables, which have no day
     */
    static Part of(String type, int segment, @Nullable String day, int schema) {
        return new Part(
                segment, segment == 0 ? "" : "segments/%s/day=%s/segment=%d".formatted(type, day, segment), schema);
    }
}
