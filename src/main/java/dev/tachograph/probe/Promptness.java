package dev.tachograph.probe;

/**
 * How often somebody may come at once: a few hundred times, and then so many times a second. Used by one thread at a time.
 */
final class Promptness {
    private static final double PER_SECOND = 30;
    private static final double MOST = 300;

    private double left = MOST;
    private long filledNanos;

    /** Whether there is a time left; it is used up with that. */
    boolean mayComeAtOnce(long nowNanos) {
        if (!isLeft(nowNanos)) {
            return false;
        }
        left--;
        return true;
    }

    /** Whether there is a time left. */
    boolean isLeft(long nowNanos) {
        left = filledNanos == 0 ? MOST : Math.min(MOST, left + (nowNanos - filledNanos) / 1e9 * PER_SECOND);
        filledNanos = nowNanos;
        return left >= 1;
    }
}
