package dev.tachograph.probe;

import org.jspecify.annotations.Nullable;

/** What counters grew by. Negative numbers are "not known". */
final class Growth {
    private Growth() {}

    /** The difference of two counts; {@code null} when one is not known, or the counter went down: it counts anew. */
    static @Nullable Long of(long before, long now) {
        return before < 0 || now < before ? null : Long.valueOf(now - before);
    }

    /** The difference times a number of units; {@code null} as well when that is beyond 63 bits. */
    static @Nullable Long of(long before, long now, long unit) {
        return before < 0 || now < before ? null : times(now - before, unit);
    }

    /** An amount times a number of units; {@code null} when it is not known, or beyond 63 bits. */
    static @Nullable Long times(long amount, long unit) {
        return amount < 0 || amount > Long.MAX_VALUE / unit ? null : Long.valueOf(amount * unit);
    }

    /** An amount; {@code null} when it is not known. */
    static @Nullable Long known(long amount) {
        return amount < 0 ? null : Long.valueOf(amount);
    }
}
