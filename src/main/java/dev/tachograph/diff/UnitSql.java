package dev.tachograph.diff;

/** What units and containers did, as their control groups tell it: those of processes that ended are in it. */
record UnitSql(Frame frame) {
    /** A unit below slices only, or a container that its runtime put below its own folder: no group within one. */
    private static final String LEAF = "'^(/[^/]+\\.slice)*/[^/]+\\.(service|scope)$|^/[a-z]+/[0-9a-f]{64}$'";

    private static String unit(String column) {
        return "regexp_extract(%s, '[^/]+$')".formatted(column);
    }

    Statement statement() {
        return LevelSql.padded(LevelSql.both(frame.spans(), this::values));
    }

    private String values(Span span) {
        String also = frame.rolledUpTo() == null ? "" : " AND timestamp > " + Span.at(frame.rolledUpTo());
        String exact = """
                SELECT %1$d AS span, bin, m, '' AS a, who AS b, v / w AS v, w FROM (
                    SELECT %2$s AS bin, %3$s AS who,
                           unnest(['cpu', 'read', 'write', 'throttled', 'cpu_pressure', 'memory_pressure', 'io_pressure']) AS m,
                           unnest([sum(cpu_us) / 1e6, sum(read_bytes), sum(written_bytes), sum(throttled_us) / 1e6,
                                   sum(cpu_some_us) / 1e4, sum(memory_some_us) / 1e4, sum(io_some_us) / 1e4]) AS v
                    FROM recorded.cgroups WHERE %4$s%6$s AND regexp_matches(cgroup, %5$s) GROUP BY bin, who
                ) JOIN (SELECT %2$s AS bin, sum(interval_us) / 1e6 AS w FROM ticks WHERE %4$s%6$s GROUP BY bin HAVING sum(interval_us) > 0) USING (bin)
                """.formatted(
                        span.number(), frame.bin("timestamp"), unit("cgroup"), span.holds("timestamp"), LEAF, also);
        return frame.rolledUpTo() == null
                ? exact
                : exact + "UNION ALL"
                        + """

                SELECT %1$d, %2$s, CASE metric WHEN 'cgroups.cpu_usage' THEN 'cpu' WHEN 'cgroups.read_rate' THEN 'read'
                            WHEN 'cgroups.write_rate' THEN 'write' WHEN 'cgroups.throttled' THEN 'throttled' ELSE metric[9:] END,
                       '', %3$s, sum(avg * ticks) / sum(ticks) / CASE WHEN any_value(metric) IN ('cgroups.cpu_usage', 'cgroups.throttled') THEN 100 ELSE 1 END,
                       3600.0
                FROM metric_hours WHERE %4$s AND regexp_matches(device, %5$s) AND metric IN ('cgroups.cpu_usage', 'cgroups.read_rate',
                     'cgroups.write_rate', 'cgroups.throttled', 'cgroups.cpu_pressure', 'cgroups.memory_pressure', 'cgroups.io_pressure')
                GROUP BY timestamp, metric, device
                """.formatted(
                                        span.number(),
                                        frame.bin("timestamp"),
                                        unit("device"),
                                        span.holdsHours("timestamp"),
                                        LEAF);
    }
}
