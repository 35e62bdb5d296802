package dev.tachograph.diff;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is known of each level and rate in the two spans, in one row for each. */
final class LevelSql {
    /** Rows of one measure; far more than anybody reads. */
    private static final int MOST = 80;

    private static final List<String> COLUMNS = List.of(
            "m",
            "a",
            "b",
            "before",
            "after",
            "wobble",
            "peak_before",
            "peak_after",
            "peak_bin",
            "first_bin",
            "n0",
            "n1");

    private static final String STATEMENT = """
            WITH v AS MATERIALIZED (SELECT * FROM (%1$s) WHERE v IS NOT NULL AND isfinite(v)),
            bins AS (SELECT span, bin, max(w) AS w FROM v GROUP BY span, bin),
            sizes AS (
                SELECT count(*) FILTER (span = 0) AS n0, sum(w) FILTER (span = 0) AS w0, sum(w) FILTER (span = 1) AS w1 FROM bins
            ), grouped AS (
                SELECT a, b, m, sum(v * w) FILTER (span = 0) AS sum0, sum(v * w) FILTER (span = 1) AS sum1,
                       sum(w) FILTER (span = 0) AS own0, sum(w) FILTER (span = 1) AS own1,
                       max(v) FILTER (span = 0) AS max0, max(v) FILTER (span = 1) AS max1, arg_max(bin, (v, -bin)) FILTER (span = 1) AS peak_bin,
                       list(v) FILTER (span = 0) AS seen, count(*) FILTER (span = 0) AS n0, count(*) FILTER (span = 1) AS n1
                FROM v GROUP BY a, b, m
            ), told AS (
                SELECT m, a, b, %2$s, g.n0, g.n1, peak_bin, list_aggregate(course, 'median') AS middle
                FROM grouped g, sizes s
            ), varied AS (
                SELECT * EXCLUDE (course, middle),
                       greatest(1.4826 * list_aggregate(course, 'mad'),
                                list_aggregate(list_transform(course, lambda x: abs(x - middle)), 'avg')) AS wobble
                FROM told
                QUALIFY row_number() OVER (PARTITION BY m ORDER BY
                    greatest(abs(coalesce(after, 0) - coalesce(before, 0)), abs(coalesce(peak_after, 0) - coalesce(peak_before, 0))) DESC, a, b) <= %3$d
            )
            SELECT any_value(t.m) AS m, any_value(t.a) AS a, any_value(t.b) AS b, any_value(before) AS before, any_value(after) AS after,
                   any_value(wobble) AS wobble, any_value(peak_before) AS peak_before, any_value(peak_after) AS peak_after,
                   any_value(peak_bin) AS peak_bin,
                   min(bin) FILTER (v.span = 1 AND v.v >= (coalesce(before, 0) + peak_after) / 2) AS first_bin,
                   any_value(n0) AS n0, any_value(n1) AS n1
            FROM varied t JOIN v USING (m, a, b) GROUP BY m, a, b
            """;

    /** Who is not there uses nothing. */
    private static final String PADDED = """
            CASE WHEN s.n0 > 0 THEN coalesce(sum0, 0) / s.w0 END AS before, CASE WHEN s.w1 > 0 THEN coalesce(sum1, 0) / s.w1 END AS after,
            CASE WHEN s.n0 > 0 THEN coalesce(max0, 0) END AS peak_before, CASE WHEN s.w1 > 0 THEN coalesce(max1, 0) END AS peak_after,
            CASE WHEN s.n0 > 0 THEN list_resize(coalesce(seen, []), s.n0, 0::DOUBLE) END AS course""";

    /** What is not told is not known. */
    private static final String DENSE =
            "sum0 / own0 AS before, sum1 / own1 AS after, max0 AS peak_before, max1 AS peak_after, seen AS course";

    private LevelSql() {}

    /**
     * Figures of processes or units: those that are not there have none.
     *
     * @param values rows {@code span, bin, m, a, b, v, w}: measure, two keys that are not {@code NULL}, value, and seconds of the step
     */
    static Statement padded(String values) {
        return new Statement(STATEMENT.formatted(values, PADDED, MOST), COLUMNS);
    }

    /** Figures of the host. */
    static Statement dense(String values) {
        return new Statement(STATEMENT.formatted(values, DENSE, MOST), COLUMNS);
    }

    /** The same for both spans. */
    static String both(List<Span> spans, Function<Span, String> each) {
        return spans.stream().map(each).collect(Collectors.joining("\nUNION ALL\n"));
    }
}
