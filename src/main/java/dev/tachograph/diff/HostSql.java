package dev.tachograph.diff;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The course of the figures of the host. */
record HostSql(Frame frame) {
    Statement statement() {
        return LevelSql.dense(LevelSql.both(frame.spans(), this::values));
    }

    private String values(Span span) {
        String exact = List.of(
                        table(span, "cpu", "''", " AND cpu = 'all'"),
                        table(span, "memory", "''", ""),
                        table(span, "load", "''", ""),
                        table(span, "pressure", "''", ""),
                        table(span, "disks", "device", ""),
                        table(span, "networks", "interface", " AND interface <> 'lo'"))
                .stream()
                .collect(Collectors.joining("\nUNION ALL\n"));
        return frame.rolledUpTo() == null
                ? exact
                : exact + "\nUNION ALL\n"
                        + """
                SELECT %d, %s, metric, CASE WHEN device = 'all' THEN '' ELSE device END, '', avg / CASE WHEN metric LIKE 'cpu.%%' THEN 100 ELSE 1 END,
                       ticks::DOUBLE
                FROM metric_hours WHERE %s AND metric IN (%s) AND (metric NOT LIKE 'cpu.%%' OR device = 'all') AND device <> 'lo'
                """.formatted(
                                        span.number(),
                                        frame.bin("timestamp"),
                                        span.holdsHours("timestamp"),
                                        Arrays.stream(HostFigure.values())
                                                .map(figure -> "'" + figure.metric() + "'")
                                                .collect(Collectors.joining(", ")));
    }

    private String table(Span span, String table, String device, String where) {
        List<HostFigure> figures = Arrays.stream(HostFigure.values())
                .filter(figure -> figure.table().equals(table))
                .toList();
        return """
                SELECT %d AS span, %s AS bin, unnest([%s]) AS m, %s AS a, '' AS b, unnest([%s]) AS v, count(*)::DOUBLE AS w
                FROM %s WHERE %s%s%s GROUP BY bin, a
                """.formatted(
                span.number(),
                frame.bin("timestamp"),
                figures.stream().map(figure -> "'" + figure.metric() + "'").collect(Collectors.joining(", ")),
                device,
                figures.stream().map(this::average).collect(Collectors.joining(", ")),
                table,
                span.holds("timestamp"),
                frame.rolledUpTo() == null ? "" : " AND timestamp > " + Span.at(frame.rolledUpTo()),
                where);
    }

    private String average(HostFigure figure) {
        return switch (figure) {
            case CPU_BUSY, CPU_IOWAIT, CPU_STEAL -> "avg(%s)::DOUBLE / 100".formatted(figure.column());
            case NETWORK_ERRORS ->
                "sum(receive_errors + receive_drops + send_errors + send_drops) / (%d / 1e6)"
                        .formatted(frame.stepMicros());
            default -> "avg(%s)::DOUBLE".formatted(figure.column());
        };
    }
}
