package dev.tachograph.diff;

/**
 * How often things happened in the two spans, with how evenly: {@code n0}, {@code n1}, {@code squares0} (of the counts of each
 * step of the base, summed up), {@code first_us} in the window, and {@code all0}, of all that is counted, in the base.
 */
final class CountSql {
    static final int MOST = 120;

    private CountSql() {}

    /**
     * The counts of each step added up.
     *
     * @param keys names of the columns by which is counted, with commas between them
     * @param steps rows of {@code span, bin, n, first_us}, the keys, and what {@code more} uses
     * @param more further columns, each with a comma before it
     */
    static String of(String keys, String steps, String more) {
        return """
                SELECT %1$s, coalesce(sum(n) FILTER (span = 0), 0) AS n0, coalesce(sum(n) FILTER (span = 1), 0) AS n1,
                       coalesce(sum(n * n) FILTER (span = 0), 0) AS squares0, min(first_us) FILTER (span = 1) AS first_us,
                       sum(coalesce(sum(n) FILTER (span = 0), 0)) OVER () AS all0%3$s
                FROM (%2$s) GROUP BY %1$s
                """.formatted(keys, steps, more);
    }

    /** Only those that may tell something. */
    static String largest(String counts, String keys) {
        return "SELECT * FROM (%s) ORDER BY abs(n1 - n0) DESC, %s LIMIT %d".formatted(counts, keys, MOST);
    }

    /**
     * How many times the variance of the base's counts is that of pure chance, for which it is the average: at least 1.
     *
     * @param sum of all counts
     * @param squares of each, summed up
     * @param steps that were counted, those without anything included
     */
    static double dispersion(double sum, double squares, double steps) {
        if (sum <= 0 || steps <= 1) {
            return 1;
        }
        double mean = sum / steps;
        return Math.max(1, (squares / steps - mean * mean) / mean);
    }
}
