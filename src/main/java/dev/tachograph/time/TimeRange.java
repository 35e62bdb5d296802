package dev.tachograph.time;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * A stretch of time from one instant, included, to another, excluded.
 *
 * @param to not before {@code from}; equal to it in an empty range
 */
public record TimeRange(Instant from, Instant to) {
    private static final String ALLOWED =
            "FROM..TO with two times, FROM not after TO, such as -1h..now or 03:00..03:15";

    public TimeRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("a range from %s to %s would run backwards".formatted(from, to));
        }
    }

    /**
     * The range {@code A..B} between two {@linkplain Times times}, both as seen from {@code now} and {@code zone}.
     *
     * @throws BadTimeException if there are no two dots, a side is not a time, or the range would run backwards
     */
    public static TimeRange parse(String text, Instant now, ZoneId zone) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            throw new BadTimeException(text, "a range of time", ALLOWED);
        }
        Instant from = Times.parse(text.substring(0, dots), now, zone);
        Instant to = Times.parse(text.substring(dots + 2), now, zone);
        if (to.isBefore(from)) {
            throw new BadTimeException(text, "a range of time that runs forward", ALLOWED);
        }
        return new TimeRange(from, to);
    }

    public boolean contains(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    public Duration duration() {
        return Duration.between(from, to);
    }
}
