package dev.tachograph.query;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Gap;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Processes that ended, those among them that no tick saw.
 *
 * @param total how many match
 * @param cpuMicros CPU time of all that match, as far as it is known
 * @param shown of them, in order
 * @param groups of them, those with the most CPU time first; empty where no groups were asked for
 * @param gaps for which nobody knows what ended, newest first
 */
public record Exits(
        long total, @Nullable Long cpuMicros, List<ProcessExit> shown, List<ExitGroup> groups, List<Gap> gaps) {
    /** An end is told with the tick after it, at most this much later. */
    private static final Duration TOLD_WITHIN = Duration.ofMinutes(10);

    private static final String EXIT = """
            SELECT pid, parent_pid, epoch_us(start_time), epoch_us(timestamp), duration_us, exit_code, signal, core_dumped, cpu_us,
                   peak_rss_bytes, read_bytes, written_bytes, name, cmdline, user_id, user_name, cgroup, unit, user_unit, slice,
                   session, container, container_runtime, container_name, source
            """;

    private static final String GROUP = """
            SELECT %s AS value, count(*), count(*) FILTER (signal IS NOT NULL OR exit_code <> 0), sum(cpu_us)::BIGINT AS cpu,
                   sum(cpu_us) FILTER (duration_us <= %s)::BIGINT, max(peak_rss_bytes), epoch_us(min(timestamp)), epoch_us(max(timestamp))
            FROM %s WHERE %s GROUP BY value ORDER BY cpu DESC NULLS LAST, count(*) DESC, value LIMIT %d
            """;

    public Exits {
        shown = List.copyOf(shown);
        groups = List.copyOf(groups);
        gaps = List.copyOf(gaps);
    }

    /** The first ones in an order. */
    public static Exits list(Recorded recorded, ExitQuestion question, ExitColumn order, int limit)
            throws StoreException {
        try (Reading reading = recorded.read()) {
            String rows = rows(reading, question);
            List<ProcessExit> shown = reading.all(
                    "%s FROM %s WHERE %s ORDER BY %s DESC NULLS LAST, timestamp DESC, pid LIMIT %d"
                            .formatted(EXIT, rows, question.condition(), order.column(), limit),
                    question.parameters(),
                    Exits::exit);
            return of(reading, rows, question, shown, List.of());
        }
    }

    /** All that match in groups. */
    public static Exits groups(Recorded recorded, ExitQuestion question, ExitGroup.By by, int limit)
            throws StoreException {
        try (Reading reading = recorded.read()) {
            String rows = rows(reading, question);
            List<ExitGroup> groups = reading.all(
                    GROUP.formatted(by.expression(), "NULL", rows, question.condition(), limit),
                    question.parameters(),
                    Exits::group);
            return of(reading, rows, question, List.of(), groups);
        }
    }

    private static Exits of(
            Reading reading, String rows, ExitQuestion question, List<ProcessExit> shown, List<ExitGroup> groups)
            throws StoreException {
        List<Gap> gaps = Gaps.inExits(reading, question.from(), question.to());
        return reading.first(
                        "SELECT count(*), sum(cpu_us)::BIGINT FROM %s WHERE %s".formatted(rows, question.condition()),
                        question.parameters(),
                        row -> new Exits(row.number(1), row.numberOrNull(2), shown, groups, gaps))
                .orElseThrow();
    }

    private static String rows(Reading reading, ExitQuestion question) throws StoreException {
        return KeptPart.rows(
                KeptPart.all(
                        reading,
                        KeptPart.PROCESSES,
                        "process_exits",
                        question.from(),
                        question.to().plus(TOLD_WITHIN)),
                "process_exits");
    }

    /** Those of one tick in groups. */
    static List<ExitGroup> ofTick(Reading reading, TickRow tick, ExitGroup.By by) throws StoreException {
        if (!tick.part().has(reading, "process_exits")) {
            return List.of();
        }
        return reading.all(
                GROUP.formatted(
                        by.expression(),
                        tick.intervalMicros(),
                        tick.part().rows("process_exits"),
                        "tick = " + tick.number(),
                        Integer.MAX_VALUE),
                Exits::group);
    }

    /** The last end of a process that is known by its pid and its begin. */
    static @Nullable ProcessExit of(Reading reading, ExitQuestion question, String condition) throws StoreException {
        return reading.first(
                        "%s FROM %s WHERE %s AND %s ORDER BY timestamp DESC LIMIT 1"
                                .formatted(EXIT, rows(reading, question), question.condition(), condition),
                        question.parameters(),
                        Exits::exit)
                .orElse(null);
    }

    private static ExitGroup group(Row row) {
        return new ExitGroup(
                row.textOrNull(1),
                row.number(2),
                row.number(3),
                row.numberOrNull(4),
                row.numberOrNull(5),
                row.numberOrNull(6),
                row.instant(7),
                row.instant(8));
    }

    private static ProcessExit exit(Row row) {
        return new ProcessExit(
                (int) row.number(1),
                small(row, 2),
                null,
                row.instantOrNull(3),
                row.instant(4),
                row.numberOrNull(5),
                small(row, 6),
                small(row, 7),
                row.truth(8),
                row.numberOrNull(9),
                row.numberOrNull(10),
                row.numberOrNull(11),
                row.numberOrNull(12),
                row.textOrNull(13),
                row.textOrNull(14),
                row.numberOrNull(15),
                row.textOrNull(16),
                new ControlGroup(
                        row.textOrNull(17),
                        row.textOrNull(18),
                        row.textOrNull(19),
                        row.textOrNull(20),
                        row.textOrNull(21),
                        row.textOrNull(22),
                        row.textOrNull(23),
                        row.textOrNull(24)),
                ProcessExit.Source.valueOf(row.text(25).toUpperCase(Locale.ROOT)));
    }

    private static @Nullable Integer small(Row row, int column) {
        Long number = row.numberOrNull(column);
        return number == null ? null : Integer.valueOf(number.intValue());
    }
}
