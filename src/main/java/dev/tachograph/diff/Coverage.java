package dev.tachograph.diff;

/**
 * How much of a span is recorded.
 *
 * @param fromTick the first tick in it
 * @param untilTick the one after the last; equal to {@code fromTick} where there is none
 * @param seconds for which looks tell what happened
 * @param samples processes over all ticks
 * @param processes what is missing of processes and figures
 * @param exits what is missing of ends of processes
 * @param logs what is missing of log lines
 */
record Coverage(
        Span span,
        long fromTick,
        long untilTick,
        double seconds,
        long samples,
        Missing processes,
        Missing exits,
        Missing logs) {

    /**
     * What is not recorded of a span.
     *
     * @param seconds of it, in gaps, before the first record or after the last
     * @param all seconds of the span
     * @param cause of the longest gap in it; empty for none
     * @param gapSeconds of the seconds, those that are in gaps
     */
    record Missing(double seconds, double all, String cause, double gapSeconds) {

        /** For which there is a record. */
        double there() {
            return Math.max(0, all - seconds);
        }

        double share() {
            return all > 0 ? Math.min(1, gapSeconds / all) : 0;
        }
    }

    long ticks() {
        return untilTick - fromTick;
    }

    boolean isEmpty() {
        return seconds <= 0;
    }
}
