package dev.tachograph.worker;

import java.time.Duration;

/** A moment on the clock that nobody sets, and how far it was away at first. */
record Deadline(long nanoTime, Duration limit) {

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos(), limit);
    }

    /** Never negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    boolean isOver() {
        return nanoTime - System.nanoTime() <= 0;
    }

    SqlRefusal refusal() {
        return new SqlRefusal(
                SqlRefusal.Kind.TIMEOUT,
                "the statement took longer than %s s and was ended"
                        .formatted(
                                limit.toMillis() % 1000 == 0 ? "" + limit.toSeconds() : "" + limit.toMillis() / 1e3));
    }
}
