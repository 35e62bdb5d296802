package dev.tachograph.query;

import java.time.Duration;
import java.util.Locale;

/** What a chart's points are made from: the finer, the more rows have to be read, and the shorter they are kept. */
public enum Resolution {
    /** What was seen at each tick. */
    TICK(Duration.ZERO),
    /** Roll-ups by minute. */
    MINUTE(Duration.ofMinutes(1)),
    /** Roll-ups by hour. */
    HOUR(Duration.ofHours(1));

    private final Duration width;

    Resolution(Duration width) {
        this.width = width;
    }

    /** The shortest step for which it is fine enough. */
    public Duration width() {
        return width;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The coarsest one that is fine enough for a step. */
    static Resolution fineEnoughFor(Duration step) {
        return step.compareTo(HOUR.width) >= 0 ? HOUR : step.compareTo(MINUTE.width) >= 0 ? MINUTE : TICK;
    }
}
