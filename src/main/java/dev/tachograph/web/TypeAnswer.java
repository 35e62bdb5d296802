package dev.tachograph.web;

import dev.tachograph.query.Forecast;
import dev.tachograph.settings.Settings.Limit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /api/storage/health} says of one type of data.
 *
 * @param oldest its time; {@code null} when there is none
 * @param newest its time; {@code null} when there is none
 * @param rows that are stored
 * @param unit what people count it in, such as {@code sample}
 * @param sealedUnits of these, those that are sealed
 */
record TypeAnswer(
        Forecast.Kept kept,
        Forecast forecast,
        Limit limit,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        long rows,
        String unit,
        long sealedUnits) {
    private static final long SECONDS_PER_DAY = Duration.ofDays(1).toSeconds();
    private static final Duration SHORTEST_FOR_A_RATE = Duration.ofMinutes(1);

    void write(JsonFields fields) throws IOException {
        fields.value("oldest", oldest)
                .value("newest", newest)
                .value("hot_bytes", kept.hotBytes())
                .value("sealed_bytes", kept.sealedBytes())
                .value("segments", kept.segments().size())
                .value("rows", rows)
                .value("rows_per_day", rowsPerDay())
                .value("bytes_per_day", forecast.bytesPerDay())
                .value(
                        "bytes_per_" + unit,
                        sealedUnits == 0 ? null : Double.valueOf((double) kept.sealedBytes() / sealedUnits))
                .value("limit_bytes", limit.bytes())
                .value("limit_days", limit.days())
                .value("holds_days", forecast.holdsDays())
                .value("reaches_days", forecast.reachesDays());
    }

    /** {@code null} while there is too little to tell. */
    private @Nullable Long rowsPerDay() {
        if (oldest == null || newest == null) {
            return null;
        }
        Duration span = Duration.between(oldest, newest);
        return span.compareTo(SHORTEST_FOR_A_RATE) < 0 ? null : Long.valueOf(rows * SECONDS_PER_DAY / span.toSeconds());
    }
}
