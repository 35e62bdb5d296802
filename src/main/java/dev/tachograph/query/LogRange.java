package dev.tachograph.query;

import dev.tachograph.store.Micros;
import java.time.Instant;

/**
 * Which lines are looked at: those of a time, as far as they were stored by then.
 *
 * @param from the first microsecond since 1970
 * @param to the first one after it
 * @param lastLine lines with higher numbers were stored later
 */
record LogRange(long from, long to, long lastLine) {
    static LogRange of(Instant from, Instant to, long lastLine) {
        return new LogRange(Micros.of(from), Micros.of(to), lastLine);
    }

    /** Over {@code timestamp} and {@code line}. Numbers stand in the text, since the planner prunes no file by a parameter. */
    String sql() {
        return "timestamp >= make_timestamptz(%d) AND timestamp < make_timestamptz(%d) AND line <= %d"
                .formatted(from, to, lastLine);
    }
}
