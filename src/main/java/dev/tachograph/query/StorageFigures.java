package dev.tachograph.query;

import dev.tachograph.store.KeptSegment;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much was recorded, and from when to when.
 *
 * @param schemaVersion of the tables
 * @param usedBytes of the hot file without its free blocks
 * @param ticks kept
 * @param processMetrics rows of the view process_metrics: processes summed over ticks
 * @param storedRows rows that these take
 * @param sealedMetrics of processMetrics, those that are sealed
 * @param segments that are sealed, in the order of recording
 * @param hotFrom oldest tick that is not sealed; {@code null} when there is none
 * @param oldest tick; {@code null} when there is none
 * @param endedInOrder whether the recorder that wrote last has said goodbye
 */
public record StorageFigures(
        int schemaVersion,
        long usedBytes,
        long ticks,
        long processMetrics,
        long storedRows,
        long sealedMetrics,
        List<KeptSegment> segments,
        @Nullable Instant hotFrom,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        long gaps,
        boolean endedInOrder,
        @Nullable RecorderFigures recorder,
        LogFigures logs,
        TypeFigures metrics,
        TypeFigures rollUps) {
    private static final String FIGURES = """
            WITH sealed AS (SELECT * FROM hot.segments WHERE type = 'processes')
            SELECT (SELECT max(version) FROM schema_version),
                   (SELECT used_blocks * block_size FROM pragma_database_size() LIMIT 1),
                   count(*) + coalesce((SELECT sum(ticks) FROM sealed), 0),
                   coalesce(sum(processes), 0) + coalesce((SELECT sum(samples) FROM sealed), 0),
                   (SELECT count(*) FROM hot.process_samples)
                       + coalesce((SELECT sum(rows) FROM hot.segment_files WHERE file = 'process_samples.parquet'), 0),
                   epoch_us(coalesce((SELECT min_by(from_time, from_tick) FROM sealed), min_by(timestamp, tick))),
                   epoch_us(coalesce(max_by(timestamp, tick), (SELECT max_by(to_time, from_tick) FROM sealed))),
                   (SELECT count(*) FROM hot.gaps),
                   coalesce((SELECT arg_max(kind, rowid) FROM hot.events WHERE kind IN ('recorder_start', 'recorder_stop'))
                            = 'recorder_stop', false),
                   coalesce((SELECT sum(samples) FROM sealed), 0), epoch_us(min_by(timestamp, tick))
            FROM hot.ticks
            """;

    private static final String SEGMENTS = """
            SELECT from_tick, epoch_us(from_time), epoch_us(to_time), bytes FROM hot.segments
            WHERE type = 'processes' ORDER BY from_tick
            """;

    private static final String RECORDER = """
            SELECT (SELECT 100.0 * sum(recorder_cpu_us) / sum(interval_us) FROM hot.ticks
                    WHERE timestamp > (SELECT max(timestamp) FROM hot.ticks) - INTERVAL 1 MINUTE),
                   arg_max(recorder_rss_bytes, tick)
            FROM hot.ticks WHERE tick > coalesce((SELECT max(tick) FROM hot.ticks WHERE recorder_cpu_us IS NULL), 0)
            """;

    public StorageFigures {
        segments = List.copyOf(segments);
    }

    /** What the recorder itself cost: CPU over the last minute of ticks, memory at the newest. */
    public record RecorderFigures(
            @Nullable Double cpuPercent, @Nullable Long residentBytes) {
        private static RecorderFigures of(Row row) {
            return new RecorderFigures(row.decimalOrNull(1), row.numberOrNull(2));
        }
    }

    /**
     * The process data, for a forecast.
     *
     * @param walBytes that are part of what is hot
     */
    public Forecast.Kept processes(long walBytes) {
        long hotBytes = Math.max(0, usedBytes - logs.hotBytes() - metrics.hotBytes()) + walBytes;
        return new Forecast.Kept("processes", segments, hotBytes, hotFrom, newest);
    }

    /** Asks the hot tables and the list of segments, and opens none of these: however much is kept, it takes as long. */
    public static StorageFigures read(Recorded recorded) throws StoreException {
        try (Reading reading = recorded.read()) {
            RecorderFigures recorder =
                    reading.first(RECORDER, RecorderFigures::of).orElse(null);
            List<KeptSegment> segments = reading.all(SEGMENTS, StorageFigures::segment);
            LogFigures logs = LogFigures.read(reading);
            TypeFigures metrics = TypeFigures.metrics(reading);
            TypeFigures rollUps = TypeFigures.rollUps(reading);
            return reading.first(FIGURES, row -> of(row, segments, recorder, logs, metrics, rollUps))
                    .orElseThrow();
        }
    }

    static KeptSegment segment(Row row) {
        return new KeptSegment(row.number(1), row.instant(2), row.instant(3), row.number(4));
    }

    private static StorageFigures of(
            Row row,
            List<KeptSegment> segments,
            @Nullable RecorderFigures recorder,
            LogFigures logs,
            TypeFigures metrics,
            TypeFigures rollUps) {
        return new StorageFigures(
                (int) row.number(1),
                row.number(2),
                row.number(3),
                row.number(4),
                row.number(5),
                row.number(10),
                segments,
                row.instantOrNull(11),
                row.instantOrNull(6),
                row.instantOrNull(7),
                row.number(8),
                row.truth(9),
                recorder,
                logs,
                metrics,
                rollUps);
    }
}
