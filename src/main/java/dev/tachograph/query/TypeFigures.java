package dev.tachograph.query;

import dev.tachograph.store.HotMetricBytes;
import dev.tachograph.store.KeptSegment;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much is kept of figures of the host, or of roll-ups.
 *
 * @param type what it is called
 * @param segments that are sealed, in the order of recording
 * @param hotBytes roughly what the rest takes
 * @param hotFrom oldest row that is not sealed; {@code null} when there is none
 * @param oldest {@code null} when there is none
 * @param newest {@code null} when there is none
 * @param rows that are stored
 * @param sealedUnits of figures, ticks that are sealed; of roll-ups, rows
 */
public record TypeFigures(
        String type,
        List<KeptSegment> segments,
        long hotBytes,
        @Nullable Instant hotFrom,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        long rows,
        long sealedUnits) {
    /** Nothing is kept. */
    public static final TypeFigures NO_METRICS = nothing("metrics");

    /** Nothing is kept. */
    public static final TypeFigures NO_ROLLUPS = nothing("rollups");

    private static final String ROLL_UPS = """
            SELECT 0, NULL::BIGINT, epoch_us(min_by(from_time, from_tick)), epoch_us(max_by(to_time, until_tick)), sums.rows, sums.rows
            FROM hot.segments,
                 (SELECT coalesce(sum(rows), 0) AS rows FROM hot.segment_files WHERE type IN ('minutes', 'hours')) sums
            WHERE hot.segments.type IN ('minutes', 'hours') GROUP BY sums.rows
            """;

    public TypeFigures {
        segments = List.copyOf(segments);
    }

    private static TypeFigures nothing(String type) {
        return new TypeFigures(type, List.of(), 0, null, null, null, 0, 0);
    }

    static TypeFigures metrics(Reading reading) throws StoreException {
        return read(reading, NO_METRICS, """
            WITH sealed AS (SELECT * FROM hot.segments WHERE type = 'metrics')
            SELECT %s, epoch_us(min(timestamp)),
                   epoch_us(coalesce((SELECT min_by(from_time, from_tick) FROM sealed), min_by(timestamp, tick))),
                   epoch_us(coalesce(max_by(timestamp, tick), (SELECT max_by(to_time, from_tick) FROM sealed))),
                   count(*) + (SELECT count(*) FROM hot.cpus) + (SELECT count(*) FROM hot.disks) + (SELECT count(*) FROM hot.filesystems)
                       + (SELECT count(*) FROM hot.networks) + (SELECT count(*) FROM hot.cgroups)
                       + coalesce((SELECT sum(rows) FROM hot.segment_files WHERE type = 'metrics'), 0),
                   coalesce((SELECT sum(samples) FROM sealed), 0)
            FROM hot.host
            """.formatted(HotMetricBytes.SQL), "'metrics'");
    }

    static TypeFigures rollUps(Reading reading) throws StoreException {
        return read(reading, NO_ROLLUPS, ROLL_UPS, "'minutes', 'hours'");
    }

    private static TypeFigures read(Reading reading, TypeFigures none, String figures, String types)
            throws StoreException {
        List<KeptSegment> segments = reading.all("""
                SELECT from_tick, epoch_us(from_time), epoch_us(to_time), bytes FROM hot.segments
                WHERE type IN (%s) ORDER BY from_tick, until_tick
                """.formatted(types), StorageFigures::segment);
        return reading.first(figures, row -> of(none.type, row, segments)).orElse(none);
    }

    private static TypeFigures of(String type, Row row, List<KeptSegment> segments) {
        return new TypeFigures(
                type,
                segments,
                row.number(1),
                row.instantOrNull(2),
                row.instantOrNull(3),
                row.instantOrNull(4),
                row.number(5),
                row.number(6));
    }

    /** For a forecast. */
    public Forecast.Kept kept() {
        return new Forecast.Kept(type, segments, hotBytes, hotFrom, newest);
    }
}
