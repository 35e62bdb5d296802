package dev.tachograph.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a cut of the record takes: rows from one instant up to and without another, and of all that hangs on ticks every tick
 * from the first to the last in that window. Where somebody set the clock meanwhile, those between them are in it as well.
 *
 * @param ticks {@code null} when there is no tick in the window
 */
public record CutSpan(Instant from, Instant to, @Nullable Ticks ticks) {

    public CutSpan {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("%s is not before %s".formatted(from, to));
        }
    }

    /** Numbers of ticks, both included. */
    private record Numbers(int first, int last) {}

    /** The first tick: the one that opened its stretch, when it was, and the time before it. */
    private record Begin(int keyframe, Instant at, @Nullable Long intervalMicros) {}

    /**
     * The ticks of a cut.
     *
     * @param first number of the oldest
     * @param last number of the newest
     * @param keyframe that opened the stretch which the first is in
     * @param at when the first was
     * @param intervalMicros before the first; {@code null} when it is not known
     * @param earliest time of all from the keyframe on
     * @param latest time of all from the keyframe on
     * @param count of ticks
     * @param samples processes summed over ticks
     * @param usualMicros the usual time between two; {@code null} when it is not known
     * @param boots in which they were, the oldest first
     */
    public record Ticks(
            int first,
            int last,
            int keyframe,
            Instant at,
            @Nullable Long intervalMicros,
            Instant earliest,
            Instant latest,
            long count,
            long samples,
            @Nullable Long usualMicros,
            List<UUID> boots) {
        public Ticks {
            boots = List.copyOf(boots);
        }
    }

    /** Finds the ticks of a window. */
    public static CutSpan read(Reading reading, Instant from, Instant to) throws StoreException {
        Optional<Numbers> numbers = reading.first(
                """
            SELECT min(tick), max(tick) FROM recorded.ticks WHERE timestamp >= %s AND timestamp < %s HAVING count(*) > 0
            """.formatted(Sql.instant(from), Sql.instant(to)),
                row -> new Numbers((int) row.number(1), (int) row.number(2)));
        return new CutSpan(from, to, numbers.isEmpty() ? null : ticks(reading, numbers.get()));
    }

    private static Ticks ticks(Reading reading, Numbers numbers) throws StoreException {
        Begin begin = reading.first(
                        "SELECT keyframe, epoch_us(timestamp), interval_us FROM recorded.ticks WHERE tick = %d"
                                .formatted(numbers.first),
                        row -> new Begin((int) row.number(1), row.instant(2), row.numberOrNull(3)))
                .orElseThrow();
        // a stretch of which the older part was evicted begins where it is left
        int keyframe = Math.min(begin.keyframe, numbers.first);
        List<UUID> boots = reading.all("""
            SELECT boot_id FROM recorded.ticks WHERE tick >= %d AND tick <= %d GROUP BY boot_id ORDER BY min(tick)
            """.formatted(numbers.first, numbers.last), row -> row.uuid(1));
        return reading.first(
                        """
            SELECT epoch_us(min(timestamp)), epoch_us(max(timestamp)), count(*) FILTER (WHERE tick >= %1$d),
                   coalesce(sum(processes) FILTER (WHERE tick >= %1$d), 0)::BIGINT, median(interval_us)::BIGINT
            FROM recorded.ticks WHERE tick >= %2$d AND tick <= %3$d
            """.formatted(numbers.first, keyframe, numbers.last),
                        row -> new Ticks(
                                numbers.first,
                                numbers.last,
                                keyframe,
                                begin.at,
                                begin.intervalMicros,
                                row.instant(1),
                                row.instant(2),
                                row.number(3),
                                row.number(4),
                                row.numberOrNull(5),
                                boots))
                .orElseThrow();
    }
}
