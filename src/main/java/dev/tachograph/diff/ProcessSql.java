package dev.tachograph.diff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What processes did, by name and unit, as {@code process_minutes} groups them: from the rows of ticks, and where the frame says
 * so from hours.
 */
final class ProcessSql {
    /** A worker of the kernel counts under the part of its name that says which kind it is, as in the roll-ups. */
    private static final String NAME =
            "CASE WHEN kernel_thread THEN coalesce(nullif(regexp_extract(name, '^[^/:]*'), ''), name) ELSE name END";

    private static final String KEYS = NAME + " AS a, coalesce(unit, '') AS b";

    private final Frame frame;

    ProcessSql(Frame frame) {
        this.frame = frame;
    }

    /** Whether a tick's row is not rolled up, or is to be read all the same. */
    private String alsoExact(String column) {
        return frame.rolledUpTo() == null ? "" : " AND %s > %s".formatted(column, Span.at(frame.rolledUpTo()));
    }

    /** CPU time in seconds per second, and bytes per second. */
    Statement used() {
        return LevelSql.padded("""
                SELECT span, bin, a, b, unnest(['cpu', 'read', 'write']) AS m, unnest([cpu, read, written]) / w AS v, w
                FROM (%s) JOIN (%s) USING (span, bin)
                """.formatted(
                        LevelSql.both(frame.spans(), this::amounts), LevelSql.both(frame.spans(), this::seconds)));
    }

    private String amounts(Span span) {
        String exact = """
                SELECT %d AS span, %s AS bin, %s, sum(cpu_us) / 1e6 AS cpu, sum(read_bytes) AS read, sum(written_bytes) AS written
                FROM recorded.intervals WHERE %s%s GROUP BY ALL
                """.formatted(
                        span.number(), frame.bin("timestamp"), KEYS, span.holds("timestamp"), alsoExact("timestamp"));
        return withHours(exact, """
                SELECT %d, %s, coalesce(name, ''), coalesce(unit, ''), sum(cpu_us) / 1e6, sum(read_bytes), sum(written_bytes)
                FROM sealed.process_hours WHERE %s GROUP BY ALL
                """.formatted(span.number(), frame.bin("timestamp"), span.holdsHours("timestamp")));
    }

    /** How long each step is, as far as it is recorded. */
    private String seconds(Span span) {
        String exact =
                """
                SELECT %d AS span, %s AS bin, sum(interval_us) / 1e6 AS w FROM ticks WHERE %s%s GROUP BY ALL HAVING sum(interval_us) > 0
                """.formatted(span.number(), frame.bin("timestamp"), span.holds("timestamp"), alsoExact("timestamp"));
        return frame.rolledUpTo() == null
                ? exact
                : "SELECT span, bin, sum(w) AS w FROM (%s) GROUP BY ALL".formatted(withHours(exact, """
                        SELECT %d, bin, sum(us) / 1e6 FROM (
                            SELECT %s AS bin, tick, max(interval_us) AS us FROM sealed.process_hours WHERE %s GROUP BY ALL
                        ) GROUP BY bin HAVING sum(us) > 0
                        """.formatted(
                                span.number(), frame.bin("timestamp"), span.holdsHours("timestamp"))));
    }

    private String withHours(String exact, String hours) {
        return frame.rolledUpTo() == null ? exact : exact + "\nUNION ALL\n" + hours;
    }

    /**
     * Bytes in RAM. What all processes of a group have at one tick is added up, at one tick of each step; of an hour the most of it
     * is known. A row is true until the next one of its process, and no longer than its keyframe's ticks.
     */
    Statement held() {
        return LevelSql.padded(LevelSql.both(frame.spans(), this::levels));
    }

    private String levels(Span span) {
        Coverage coverage = frame.of(span);
        long every = every(coverage);
        String exact = """
                SELECT %1$d AS span, sample AS bin, a, b, 'memory' AS m, sum(rss_bytes)::DOUBLE AS v, 1.0 AS w FROM (
                    SELECT %2$s, rss_bytes,
                           unnest(range((greatest(tick, %3$d) + %5$d - 1) // %5$d * %5$d, least(tick + ticks, %4$d, until), %5$d)) AS sample
                    FROM (FROM recorded.intervals WHERE %6$s AND tick < %4$d AND tick + ticks > %3$d%7$s) JOIN (
                        SELECT segment, keyframe, max(tick) + 1 AS until FROM recorded.ticks WHERE %6$s GROUP BY segment, keyframe
                    ) USING (segment, keyframe)
                ) GROUP BY ALL
                """.formatted(
                        span.number(),
                        KEYS,
                        coverage.fromTick(),
                        coverage.untilTick(),
                        every,
                        span.reaches("timestamp"),
                        alsoExact("timestamp"));
        return withHours(exact, """
                SELECT %d, epoch_us(timestamp), coalesce(name, ''), coalesce(unit, ''), 'memory', sum(rss_max)::DOUBLE, 1.0
                FROM sealed.process_hours WHERE %s GROUP BY ALL
                """.formatted(span.number(), span.holdsHours("timestamp")));
    }

    /** One tick of each step. */
    private long every(Coverage coverage) {
        double interval = coverage.isEmpty() ? 1 : Math.max(0.001, coverage.seconds() / coverage.ticks());
        long steps = Math.max(1, Math.round(frame.step().toMillis() / 1000.0 / interval));
        return Math.min(steps, Math.max(1, coverage.ticks()));
    }

    private static final List<String> FACTS =
            List.of("a", "b", "n0", "n1", "pid", "container", "first_us", "kernel", "cpu", "top_cpu");

    /** Who they were: how many, and who did the most; nothing where only hours are known. */
    @Nullable Statement facts() {
        if (frame.rolledUpTo() != null) {
            return null;
        }
        List<String> spans = new ArrayList<>();
        for (Span span : frame.spans()) {
            Coverage coverage = frame.of(span);
            spans.add("""
                    SELECT %d AS span, process_id, min(pid) AS pid, %s, min(container_name) AS container,
                           bool_or(kernel_thread) AS kernel, coalesce(sum(cpu_us) FILTER (%s), 0) AS cpu, max(rss_bytes) AS rss,
                           epoch_us(min(timestamp)) AS first_us
                    FROM recorded.intervals WHERE %s AND tick < %d AND tick + ticks > %d GROUP BY process_id, a, b
                    """.formatted(
                            span.number(),
                            KEYS,
                            span.holds("timestamp"),
                            span.reaches("timestamp"),
                            coverage.untilTick(),
                            coverage.fromTick()));
        }
        return new Statement("""
                SELECT a, b, count(DISTINCT process_id) FILTER (span = 0) AS n0, count(DISTINCT process_id) FILTER (span = 1) AS n1,
                       coalesce(arg_max(pid, (cpu, rss, -pid)) FILTER (span = 1), arg_max(pid, (cpu, rss, -pid))) AS pid,
                       min(container) AS container, min(first_us) FILTER (span = 1) AS first_us, bool_or(kernel) AS kernel,
                       sum(cpu) FILTER (span = 1) AS cpu, max(cpu) FILTER (span = 1) AS top_cpu
                FROM (%s) GROUP BY a, b
                """.formatted(String.join("\nUNION ALL\n", spans)), FACTS);
    }
}
