package dev.tachograph.diff;

import dev.tachograph.store.Micros;
import dev.tachograph.time.TimeRange;
import java.time.Duration;
import java.time.Instant;

/** One of the two stretches of time that are compared, as SQL has it. */
record Span(int number, TimeRange range) {
    static final int BASE = 0;
    static final int WINDOW = 1;

    /** Whatever is told of by its last change has been told of within this time: there is a keyframe every ten minutes. */
    private static final Duration STRETCH = Duration.ofMinutes(15);

    /** The condition that an instant lies in it. */
    String holds(String column) {
        return "%1$s >= %2$s AND %1$s < %3$s".formatted(column, at(micros(range.from())), at(micros(range.to())));
    }

    /** The same with the time before it from which something may still be true. */
    String reaches(String column) {
        return "%1$s >= %2$s AND %1$s < %3$s"
                .formatted(column, at(micros(range.from().minus(STRETCH))), at(micros(range.to())));
    }

    /** The same of a column that names an hour by its begin. */
    String holdsHours(String column) {
        return "%1$s >= date_trunc('hour', %2$s) AND %1$s < %3$s"
                .formatted(column, at(micros(range.from())), at(micros(range.to())));
    }

    private static long micros(Instant at) {
        return Micros.of(at);
    }

    static String at(Instant instant) {
        return at(Micros.of(instant));
    }

    private static String at(long micros) {
        return "make_timestamptz(%d)".formatted(micros);
    }
}
