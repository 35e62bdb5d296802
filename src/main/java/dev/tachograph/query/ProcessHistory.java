package dev.tachograph.query;

import dev.tachograph.model.Gap;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.store.HostTable.Metric;
import dev.tachograph.store.HostTable.Unit;
import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The course of one process over a range.
 *
 * @param process which one
 * @param others that had its pid within the range, the newest first
 * @param step how much time a point stands for
 * @param interval from one tick to the next, mostly
 * @param exit how it ended; {@code null} while it runs, and where nobody told
 */
public record ProcessHistory(
        ProcessInstance process,
        List<ProcessInstance> others,
        Duration step,
        @Nullable Duration interval,
        List<Chart.Series> series,
        @Nullable ProcessExit exit,
        List<Gap> gaps) {
    private static final List<Metric> METRICS = List.of(
            new Metric("cpu_usage", Unit.PERCENT),
            new Metric("mem_usage", Unit.BYTES),
            new Metric("proportional_memory", Unit.BYTES),
            new Metric("threads", Unit.LEVEL),
            new Metric("read_rate", Unit.BYTES_PER_SECOND),
            new Metric("write_rate", Unit.BYTES_PER_SECOND));

    private static final int MOST_GAPS = 1000;
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(10);
    /** The kernel tells the begin of a process to a hundredth of a second. */
    private static final Duration SAME_START = Duration.ofMillis(20);

    private static final String CHANGES = """
            SELECT keyframe, tick, ticks, start_boottime_us, cpu_us, rss_bytes, pss_bytes, threads, read_bytes, written_bytes,
                   read_total, written_total
            FROM %s WHERE process_id = %d
            """;

    public ProcessHistory {
        others = List.copyOf(others);
        series = List.copyOf(series);
        gaps = List.copyOf(gaps);
    }

    /**
     * The history of a process; nothing where there was none.
     *
     * @param startTime which of those that had the pid; {@code null} for the newest
     * @param mostPoints how many points each series may have, apart from one that is cut in two
     */
    public static Optional<ProcessHistory> of(
            Recorded recorded, int pid, @Nullable Instant startTime, Instant from, Instant to, int mostPoints)
            throws StoreException {
        try (Reading reading = recorded.read()) {
            List<ProcessInstance> instances = ProcessInstance.of(reading, pid, from, to);
            ProcessInstance process = instances.stream()
                    .filter(instance -> startTime == null || isSame(instance.startTime(), startTime))
                    .findFirst()
                    .orElse(null);
            if (process == null) {
                return Optional.empty();
            }
            Duration step = ChartPlan.step(reading, from, to, mostPoints);
            return Optional.of(new ProcessHistory(
                    process,
                    instances.stream()
                            .filter(instance -> !instance.equals(process))
                            .toList(),
                    step,
                    ChartPlan.interval(reading),
                    series(reading, process, from, to, step),
                    exit(reading, process),
                    Gaps.between(reading, Gap.Stream.PROCESSES, from, to, MOST_GAPS)));
        }
    }

    private static boolean isSame(Instant a, Instant b) {
        return Duration.between(a, b).abs().compareTo(SAME_START) <= 0;
    }

    /** There is a value for each tick, as in the view process_metrics: idle ticks have no row of their own. */
    private static List<Chart.Series> series(
            Reading reading, ProcessInstance process, Instant from, Instant to, Duration step) throws StoreException {
        long micros = Micros.of(step);
        var columns = new StringBuilder();
        for (Metric metric : METRICS) {
            String average = metric.unit().isOfInterval()
                    ? "sum(%1$s * over_us) / sum(over_us) FILTER (%1$s IS NOT NULL)"
                    : "avg(%1$s)";
            columns.append((", min(%1$s), " + average + ", max(%1$s), count(%1$s)").formatted(metric.column()));
        }
        var bins = new ChartBins(micros);
        reading.each(
                """
            WITH looks AS (
                SELECT epoch_us(timestamp) AS time_us, tick, keyframe, interval_us, boottime_us FROM %1$s
                WHERE timestamp >= make_timestamptz(%3$d) AND timestamp < make_timestamptz(%4$d)
            ), changes AS (%2$s), seen AS (
                SELECT l.time_us, least(l.interval_us, greatest(l.boottime_us - r.start_boottime_us, 10000)) AS over_us,
                       l.tick = r.tick AS active, r.*
                FROM looks l ASOF JOIN changes r ON l.keyframe = r.keyframe AND l.tick >= r.tick
                WHERE l.tick < r.tick + r.ticks
            ), figures AS (
                SELECT time_us, over_us,
                       CASE WHEN over_us IS NULL THEN NULL WHEN active THEN 100.0 * cpu_us / over_us ELSE 0 END AS cpu_usage,
                       rss_bytes AS mem_usage, pss_bytes AS proportional_memory, threads,
                       CASE WHEN over_us IS NULL OR read_total IS NULL THEN NULL
                            WHEN active THEN 1e6 * read_bytes / over_us ELSE 0 END AS read_rate,
                       CASE WHEN over_us IS NULL OR written_total IS NULL THEN NULL
                            WHEN active THEN 1e6 * written_bytes / over_us ELSE 0 END AS write_rate
                FROM seen
            )
            SELECT time_us // %5$d%6$s FROM figures GROUP BY ALL
            """.formatted(
                                KeptPart.rows(KeptPart.all(reading, KeptPart.PROCESSES, "ticks", from, to), "ticks"),
                                changes(reading, process, from, to),
                                Micros.of(from),
                                Micros.of(to),
                                micros,
                                columns),
                List.of(),
                row -> {
                    int column = 2;
                    for (Metric metric : METRICS) {
                        bins.add(
                                row.number(1),
                                "",
                                metric,
                                row.decimalOrNull(column),
                                row.decimalOrNull(column + 1),
                                row.decimalOrNull(column + 2),
                                row.number(column + 3));
                        column += 4;
                    }
                    return true;
                });
        return bins.series(List.of(""), METRICS);
    }

    private static String changes(Reading reading, ProcessInstance process, Instant from, Instant to)
            throws StoreException {
        List<KeptPart> sealed = KeptPart.sealed(reading, KeptPart.PROCESSES, "process_samples", from, to);
        String hot = CHANGES.formatted("hot.intervals", process.processId());
        return sealed.isEmpty()
                ? hot
                : CHANGES.formatted(KeptPart.rows(sealed, "process_samples"), process.processId()) + " UNION ALL "
                        + hot;
    }

    private static @Nullable ProcessExit exit(Reading reading, ProcessInstance process) throws StoreException {
        var question = new ExitQuestion(
                process.lastSeen().minus(TOLD_WITHIN), process.lastSeen().plus(TOLD_WITHIN), null, null);
        long start = Micros.of(process.startTime());
        long same = SAME_START.toNanos() / 1000;
        return Exits.of(
                reading,
                question,
                "(process_id = %d OR process_id IS NULL AND pid = %d AND abs(epoch_us(start_time) - %d) <= %d)"
                        .formatted(process.processId(), process.pid(), start, same));
    }
}
