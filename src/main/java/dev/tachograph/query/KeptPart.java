package dev.tachograph.query;

import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of one type of data, with the ticks that it is of.
 *
 * @param fromTick its first
 * @param untilTick the one after its last
 */
record KeptPart(Part part, int fromTick, int untilTick) {
    /** Types of segments, by the words of the list of segments. */
    static final String PROCESSES = "processes";

    static final String METRICS = "metrics";
    static final String MINUTES = "minutes";
    static final String HOURS = "hours";

    private static final String SEALED = """
            SELECT segment, day::VARCHAR, schema_version, from_tick, until_tick FROM hot.segments s
            WHERE type = ? AND from_time < make_timestamptz(?) AND to_time >= make_timestamptz(?)
              AND EXISTS (FROM hot.segment_files f WHERE f.type = s.type AND f.segment = s.segment AND f.file = ?)
            ORDER BY from_tick
            """;

    /** The sealed parts that overlap a range and have a table, in the order of their ticks. */
    static List<KeptPart> sealed(Reading reading, String type, String table, Instant from, Instant to)
            throws StoreException {
        return reading.all(
                SEALED, List.of(type, Micros.of(to), Micros.of(from), table + ".parquet"), row -> of(type, row));
    }

    /** The same, and at last what is hot. */
    static List<KeptPart> all(Reading reading, String type, String table, Instant from, Instant to)
            throws StoreException {
        List<KeptPart> parts = new ArrayList<>(sealed(reading, type, table, from, to));
        parts.addAll(reading.all("""
            SELECT 0, NULL, 0, min(tick), max(tick) + 1 FROM hot.ticks
            WHERE timestamp < make_timestamptz(%2$d) AND timestamp >= make_timestamptz(%1$d) HAVING count(*) > 0
            """.formatted(Micros.of(from), Micros.of(to)), row -> of(type, row)));
        return parts;
    }

    private static KeptPart of(String type, Row row) {
        return new KeptPart(
                Part.of(type, (int) row.number(1), row.textOrNull(2), (int) row.number(3)), (int) row.number(4), (int)
                        row.number(5));
    }

    /** What stands after FROM for the rows of a table in some parts; every column, once each. */
    static String rows(List<KeptPart> parts, String table) {
        return Part.rows(parts.stream().map(KeptPart::part).toList(), table);
    }
}
