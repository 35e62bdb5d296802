package dev.tachograph.pipe;

import java.time.Instant;
import java.time.ZoneId;

/**
 * When a question is asked, and about which time.
 *
 * @param from the first moment that it is about
 * @param to the first one that it is not about any more
 * @param now when it is asked
 * @param zone whose days and clock times are meant
 */
public record Moment(Instant from, Instant to, Instant now, ZoneId zone) {
    public Moment {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("from %s to %s would run backwards".formatted(from, to));
        }
    }
}
