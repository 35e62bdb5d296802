package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import dev.tachograph.time.Durations;
import dev.tachograph.time.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a window is held against.
 *
 * @param range a window of its own; {@code null} where it is the same window earlier
 * @param earlier by how much earlier; {@code null} for as long as the window is
 */
record DiffBase(@Nullable TimeRange range, @Nullable Duration earlier) {
    private static final int MOST_CHARACTERS = 100;
    private static final String ALLOWED =
            "previous (the time just before), yesterday, -7d (as much earlier; s, m, h, d, w)"
                    + " or FROM..TO with two times";

    static DiffBase parse(String text, Instant now, ZoneId zone) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.contains("..")) {
            return new DiffBase(TimeRange.parse(text, now, zone), null);
        }
        if (word.equals("previous")) {
            return new DiffBase(null, null);
        }
        if (word.equals("yesterday")) {
            return new DiffBase(null, Duration.ofDays(1));
        }
        try {
            if (word.startsWith("-")) {
                Duration earlier = Durations.parse(word.substring(1));
                if (!earlier.isZero()) {
                    return new DiffBase(null, earlier);
                }
            }
        } catch (IllegalArgumentException _) {
            // the answer below fits
        }
        throw new IllegalArgumentException(
                "'%s' is not a base; allowed: %s".formatted(Printable.atMost(MOST_CHARACTERS, text), ALLOWED));
    }

    /** @throws CommandFailure when it would lie before the year 1970 */
    TimeRange of(TimeRange window) {
        if (range != null) {
            return range;
        }
        Duration by = earlier == null ? window.duration() : earlier;
        if (window.from().toEpochMilli() < by.toMillis()) {
            throw CommandFailure.wrongUse("--base would be before the year 1970");
        }
        return new TimeRange(window.from().minus(by), window.to().minus(by));
    }
}
