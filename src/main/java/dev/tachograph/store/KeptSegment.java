package dev.tachograph.store;

import java.time.Duration;
import java.time.Instant;

/**
 * A sealed segment as retention sees it: it stays whole or goes whole.
 *
 * @param tick its first one: the order of recording, whatever the wall clock said meanwhile
 * @param from of its oldest row
 * @param to of its newest row
 * @param bytes of its folder
 */
public record KeptSegment(long tick, Instant from, Instant to, long bytes) {

    /** How long it covers; none where the wall clock was set back meanwhile. */
    Duration span() {
        Duration span = Duration.between(from, to);
        return span.isNegative() ? Duration.ZERO : span;
    }
}
