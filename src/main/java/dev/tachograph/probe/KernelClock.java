package dev.tachograph.probe;

import dev.tachograph.model.Moment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Tells when the kernel logged something. Its stamps are of a clock that stands still while the machine sleeps, and that nobody
 * corrects: it differs from CLOCK_MONOTONIC by some parts in a million.
 *
 * <p>Where the machine slept since it was booted, a stamp alone does not tell whether that was before or after. A record that
 * came while somebody was listening is from just now; one that was there before counts as from before the sleep, and is too
 * early by the time slept if it was not.
 */
final class KernelClock {
    private static final int NANOS_PER_MICRO = 1000;

    private final Supplier<Moment> now;
    private final long listeningSinceMicros;
    private Moment moment;

    KernelClock(Supplier<Moment> now) {
        this.now = now;
        moment = now.get();
        listeningSinceMicros = moment.monotonicNanos() / NANOS_PER_MICRO;
    }

    /** Compares the clocks anew, which somebody may have set; records that are read together keep their distances. */
    void compare() {
        moment = now.get();
    }

    Instant instant(long micros) {
        long sinceBoot = micros >= listeningSinceMicros ? moment.monotonicNanos() : moment.boottimeNanos();
        return moment.wall()
                .minusNanos(sinceBoot)
                .plus(micros, ChronoUnit.MICROS)
                .truncatedTo(ChronoUnit.MICROS);
    }
}
