package dev.tachograph.record;

import java.time.Duration;

/**
 * When the next look is due: every interval from the first one on, by a clock that nobody can set. A look that comes late
 * does not move the ones after it; whole intervals that passed are counted and not made up for.
 */
final class Cadence {
    private long intervalNanos;
    private long dueNanos;
    private long planned;

    /** @param nowNanos when the first look is due */
    Cadence(Duration interval, long nowNanos) {
        this.intervalNanos = interval.toNanos();
        this.dueNanos = nowNanos;
    }

    /** Nanoseconds until the next look is due; not positive when it is. */
    long untilDue(long nowNanos) {
        return dueNanos - nowNanos;
    }

    /** Begins the look that is due, and says how many before it did not happen. */
    long begin(long nowNanos) {
        long late = nowNanos - dueNanos;
        long missed = late < intervalNanos ? 0 : late / intervalNanos;
        dueNanos += (missed + 1) * intervalNanos;
        planned += missed + 1;
        return missed;
    }

    /** Another interval from the newest look on. */
    void setInterval(Duration interval) {
        dueNanos += interval.toNanos() - intervalNanos;
        intervalNanos = interval.toNanos();
    }

    /** How many looks were due so far. */
    long planned() {
        return planned;
    }
}
