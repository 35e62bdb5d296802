package dev.tachograph.query;

import dev.tachograph.store.HotLogBytes;
import dev.tachograph.store.KeptSegment;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many log lines are kept, and from when to when.
 *
 * @param sealedLines of these, those that are sealed
 * @param hotBytes roughly what the others take
 * @param segments that are sealed, in the order of their newest lines: older lines may be stored later
 * @param hotFrom oldest line that is not sealed; {@code null} when there is none
 * @param oldest line; {@code null} when there is none
 * @param newest line; {@code null} when there is none
 */
public record LogFigures(
        long lines,
        long sealedLines,
        long hotBytes,
        List<KeptSegment> segments,
        @Nullable Instant hotFrom,
        @Nullable Instant oldest,
        @Nullable Instant newest) {
    static final LogFigures NONE = new LogFigures(0, 0, 0, List.of(), null, null, null);

    private static final String FIGURES = """
            WITH sealed AS (SELECT * FROM hot.segments WHERE type = 'logs')
            SELECT count(*) + coalesce((SELECT sum(samples) FROM sealed), 0),
                   coalesce((SELECT sum(samples) FROM sealed), 0),
                   %s,
                   epoch_us(min(timestamp)),
                   epoch_us(least(min(timestamp), (SELECT min(from_time) FROM sealed))),
                   epoch_us(greatest(max(timestamp), (SELECT max(to_time) FROM sealed)))
            FROM hot.log_lines
            """.formatted(HotLogBytes.SQL);

    private static final String SEGMENTS = """
            SELECT from_tick, epoch_us(from_time), epoch_us(to_time), bytes FROM hot.segments
            WHERE type = 'logs' ORDER BY to_time, segment
            """;

    public LogFigures {
        segments = List.copyOf(segments);
    }

    /** The log data, for a forecast. */
    public Forecast.Kept kept() {
        return new Forecast.Kept("logs", segments, hotBytes, hotFrom, newest);
    }

    static LogFigures read(Reading reading) throws StoreException {
        List<KeptSegment> segments = reading.all(SEGMENTS, StorageFigures::segment);
        return reading.first(FIGURES, row -> of(row, segments)).orElseThrow();
    }

    private static LogFigures of(Row row, List<KeptSegment> segments) {
        return new LogFigures(
                row.number(1),
                row.number(2),
                row.number(3),
                segments,
                row.instantOrNull(4),
                row.instantOrNull(5),
                row.instantOrNull(6));
    }
}
