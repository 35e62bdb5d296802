package dev.tachograph.store;

import dev.tachograph.store.CutSpan.Ticks;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables of a cut: what has to be taken from a record so that another one can be made of it that says the same of a window
 * of time, and nothing of the time around it. They have the form of sealed rows, where each row says all there is to say, apart
 * from what every row of a process has in common.
 *
 * <p>What was true when the window began gets a row at its first tick: a process of which nothing changed then, a file system or
 * a cgroup of which the last row lies before it. Such a row says that nothing was done in the interval of that tick, which is
 * what a row that began earlier says of every tick but its first.
 */
public enum CutTable {
    /** One row per tick. */
    TICKS,
    /** One row per stretch of ticks over which nothing about a process changed. */
    PROCESS_SAMPLES,
    /** What stays the same of a process for as long as it lives. */
    PROCESSES,
    PROCESS_EXITS,
    HOST,
    CPUS,
    DISKS,
    FILESYSTEMS,
    NETWORKS,
    CGROUPS,
    LOG_LINES,
    LOG_VALUES,
    EVENTS,
    GAPS;

    private static final List<String> FLOWS = List.of(
            "cpu_us",
            "user_us",
            "system_us",
            "throttled_us",
            "read_bytes",
            "written_bytes",
            "cpu_some_us",
            "memory_some_us",
            "memory_full_us",
            "io_some_us",
            "io_full_us",
            "oom_kills");

    /** Its name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The statement that takes its rows from a record, by the views over hot and sealed rows. */
    public String cut(CutSpan span) {
        return switch (this) {
            case EVENTS -> "SELECT * FROM hot.events WHERE " + within("timestamp", span);
            case GAPS ->
                "SELECT * FROM hot.gaps WHERE from_time < %s AND (to_time IS NULL OR to_time > %s OR from_time >= %2$s)"
                        .formatted(Sql.instant(span.to()), Sql.instant(span.from()));
            case PROCESS_EXITS, LOG_LINES, LOG_VALUES ->
                "SELECT * EXCLUDE (segment) FROM recorded.%s WHERE %s".formatted(word(), within("timestamp", span));
            default -> {
                Ticks ticks = span.ticks();
                yield ticks == null ? "SELECT * FROM (%s) WHERE false".formatted(whole()) : cut(ticks);
            }
        };
    }

    private String cut(Ticks ticks) {
        return switch (this) {
            case TICKS ->
                "SELECT * EXCLUDE (segment) REPLACE (greatest(keyframe, %d)::INTEGER AS keyframe) FROM recorded.ticks WHERE %s"
                        .formatted(ticks.first(), within(ticks, ticks.first()));
            case PROCESS_SAMPLES -> samples(ticks);
            case PROCESSES ->
                processes("WHERE process_id IN (SELECT process_id FROM recorded.intervals WHERE %s)"
                        .formatted(intervals(ticks)));
            case FILESYSTEMS -> withStates(ticks, "mount_point", "", "true");
            case CGROUPS -> withStates(ticks, "cgroup", cgroupState(ticks), "NOT gone");
            default -> whole() + " WHERE " + within(ticks, ticks.first());
        };
    }

    /** All its rows, as a store has them that was made from a cut. */
    String whole() {
        return switch (this) {
            case EVENTS, GAPS -> "SELECT * FROM hot." + word();
            case PROCESSES -> processes("");
            case PROCESS_SAMPLES -> "SELECT * EXCLUDE (segment) FROM recorded.intervals";
            default -> "SELECT * EXCLUDE (segment) FROM recorded." + word();
        };
    }

    /** By which its rows are in order in a file: like beside like. */
    String order() {
        return switch (this) {
            case TICKS, HOST -> "tick";
            case PROCESS_SAMPLES -> "process_id, tick";
            case PROCESSES -> "process_id";
            case PROCESS_EXITS, EVENTS -> "timestamp, tick";
            case CPUS -> "cpu, tick";
            case DISKS -> "device, tick";
            case FILESYSTEMS -> "mount_point, tick";
            case NETWORKS -> "interface, tick";
            case CGROUPS -> "cgroup, tick";
            case LOG_LINES -> "timestamp, line";
            case LOG_VALUES -> "line, field";
            case GAPS -> "from_time, stream";
        };
    }

    private static String within(String column, CutSpan span) {
        return "%1$s >= %2$s AND %1$s < %3$s".formatted(column, Sql.instant(span.from()), Sql.instant(span.to()));
    }

    /** The times say the same as the numbers, and by them a reader knows which files it need not open. */
    private static String within(Ticks ticks, int first) {
        return "tick >= %d AND tick <= %d AND timestamp >= %s AND timestamp <= %s"
                .formatted(first, ticks.last(), Sql.instant(ticks.earliest()), Sql.instant(ticks.latest()));
    }

    private static String intervals(Ticks ticks) {
        return "keyframe >= %d AND tick + ticks > %d AND %s"
                .formatted(ticks.keyframe(), ticks.first(), within(ticks, ticks.keyframe()));
    }

    /** One that began before the first tick begins there, and did nothing in its interval. */
    private static String samples(Ticks ticks) {
        return """
                SELECT * EXCLUDE (segment) REPLACE (
                           greatest(keyframe, %1$d)::INTEGER AS keyframe, greatest(tick, %1$d)::INTEGER AS tick,
                           (least(tick + ticks, %2$d + 1) - greatest(tick, %1$d))::INTEGER AS ticks,
                           CASE WHEN tick < %1$d THEN %3$s ELSE timestamp END AS timestamp,
                           CASE WHEN tick < %1$d THEN 0 ELSE cpu_us END AS cpu_us,
                           CASE WHEN tick < %1$d THEN 0 * read_total ELSE read_bytes END AS read_bytes,
                           CASE WHEN tick < %1$d THEN 0 * written_total ELSE written_bytes END AS written_bytes)
                FROM recorded.intervals WHERE %4$s
                """.formatted(ticks.first(), ticks.last(), Sql.instant(ticks.at()), intervals(ticks));
    }

    /** Of each process when it was seen first, also where that was before the window. */
    private static String processes(String condition) {
        return """
                SELECT process_id, any_value(boot_id) AS boot_id, any_value(start_ticks) AS start_ticks,
                       min(first_tick) AS first_tick, min_by(first_seen, first_tick) AS first_seen
                FROM (SELECT process_id, boot_id, start_ticks, first_tick, first_seen FROM sealed.processes
                      UNION ALL SELECT process_id, boot_id, start_ticks, first_tick, first_seen FROM hot.processes)
                %s GROUP BY process_id
                """.formatted(condition);
    }

    private String withStates(Ticks ticks, String key, String replaced, String isThere) {
        return """
                WITH told AS (SELECT * EXCLUDE (segment) FROM recorded.%1$s WHERE %2$s)
                SELECT * FROM told WHERE tick >= %3$d
                UNION ALL
                SELECT * REPLACE (%3$d::INTEGER AS tick, %4$s AS timestamp%5$s) FROM (
                    SELECT * FROM told WHERE tick < %3$d AND %6$s NOT IN (SELECT %6$s FROM told WHERE tick = %3$d)
                    QUALIFY row_number() OVER (PARTITION BY %6$s ORDER BY tick DESC) = 1
                ) WHERE %7$s
                """.formatted(
                        word(),
                        within(ticks, ticks.keyframe()),
                        ticks.first(),
                        Sql.instant(ticks.at()),
                        replaced,
                        key,
                        isThere);
    }

    /** Nothing happened in it; what was never known of it is not known then, either. */
    private static String cgroupState(Ticks ticks) {
        return Stream.concat(
                        Stream.of("%s::BIGINT AS interval_us"
                                .formatted(ticks.intervalMicros() == null ? "NULL" : ticks.intervalMicros())),
                        FLOWS.stream().map(flow -> "0 * %1$s AS %1$s".formatted(flow)))
                .collect(Collectors.joining(", ", ", ", ""));
    }
}
