package dev.tachograph.query;

import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tick as the tables have it, and the part of them that has it. */
record TickRow(
        Part part,
        int number,
        Instant timestamp,
        @Nullable Long intervalMicros,
        int keyframe,
        long boottimeMicros,
        CpuBalance balance) {
    /** As long as this after the newest tick, the next one may still be on its way. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(15);

    private static final int GRACE_INTERVALS = 3;

    @Nullable Duration interval() {
        return intervalMicros == null ? null : Duration.ofNanos(intervalMicros * 1000);
    }

    Duration grace() {
        Duration intervals = intervalMicros == null ? Duration.ZERO : Duration.ofNanos(intervalMicros * 1000);
        Duration grace = intervals.multipliedBy(GRACE_INTERVALS);
        return grace.compareTo(LEAST_GRACE) < 0 ? LEAST_GRACE : grace;
    }

    static Optional<TickRow> newest(Reading reading) throws StoreException {
        return first(reading, Part.which(reading, "ORDER BY until_tick DESC LIMIT 1"), "ORDER BY tick DESC LIMIT 1");
    }

    static Optional<TickRow> oldest(Reading reading) throws StoreException {
        return first(reading, Part.which(reading, "ORDER BY from_tick LIMIT 1"), "ORDER BY tick LIMIT 1");
    }

    static Optional<TickRow> numbered(Reading reading, int number) throws StoreException {
        return first(
                reading,
                Part.which(reading, "WHERE from_tick <= %1$d AND until_tick > %1$d".formatted(number)),
                "WHERE tick = %d".formatted(number));
    }

    /** The last tick at or before an instant. */
    static Optional<TickRow> at(Reading reading, Instant instant) throws StoreException {
        String time = "make_timestamptz(%d)".formatted(Micros.of(instant));
        return first(
                reading,
                Part.before(reading, time),
                "WHERE timestamp <= %s ORDER BY timestamp DESC, tick DESC LIMIT 1".formatted(time));
    }

    /** Whether there is a tick after an instant. */
    static boolean isAnyAfter(Reading reading, Instant instant) throws StoreException {
        return !Part.which(reading, "WHERE to_time > make_timestamptz(%d) LIMIT 1".formatted(Micros.of(instant)))
                .isEmpty();
    }

    /** When another tick of the same part was; one of another part has to be looked for. */
    @Nullable Instant timestampOf(Reading reading, int other) throws StoreException {
        Optional<Instant> here = reading.first(
                "SELECT epoch_us(timestamp) FROM %s WHERE tick = %d".formatted(part.ticks(), other),
                row -> row.instant(1));
        return here.isPresent()
                ? here.get()
                : numbered(reading, other).map(TickRow::timestamp).orElse(null);
    }

    /** The best of the parts' answers: the latest, where a clock that was set back made their times overlap. */
    private static Optional<TickRow> first(Reading reading, List<Part> parts, String which) throws StoreException {
        List<TickRow> found = new ArrayList<>();
        for (Part part : parts) {
            reading.first(
                            "SELECT tick, epoch_us(timestamp), interval_us, keyframe, boottime_us, %s FROM %s %s"
                                    .formatted(CpuBalance.COLUMNS, part.ticks(), which),
                            row -> of(part, row))
                    .ifPresent(found::add);
        }
        return found.stream().max(Comparator.comparing(TickRow::timestamp).thenComparingInt(TickRow::number));
    }

    private static TickRow of(Part part, Row row) {
        return new TickRow(
                part,
                (int) row.number(1),
                row.instant(2),
                row.numberOrNull(3),
                (int) row.number(4),
                row.number(5),
                CpuBalance.of(row, 6, row.numberOrNull(3)));
    }
}
