package dev.tachograph.diff;

/**
 * How often something happened in two stretches of time.
 *
 * @param secondsBefore for which the base was recorded
 * @param secondsAfter for which the window was recorded
 */
record Counts(long before, double secondsBefore, long after, double secondsAfter) {

    double rateBefore() {
        return secondsBefore > 0 ? before / secondsBefore : 0;
    }

    double rateAfter() {
        return secondsAfter > 0 ? after / secondsAfter : 0;
    }

    /**
     * Twice the logarithm of how many times more likely the counts are with two rates than with one (likelihood ratio of two
     * Poisson processes): 0 for equal rates, 10.8 where chance brings it once in a thousand times.
     */
    double evidence() {
        if (secondsBefore <= 0 || secondsAfter <= 0) {
            return 0;
        }
        double rate = (before + after) / (secondsBefore + secondsAfter);
        return Math.max(0, 2 * (part(before, rate * secondsBefore) + part(after, rate * secondsAfter)));
    }

    private static double part(long count, double expected) {
        return count == 0 ? 0 : count * Math.log(count / expected);
    }
}
