package dev.tachograph.store;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The tables that a segment consists of, each a Parquet file. The columns are those of schema 2 for processes and of schema 3
 * for log lines; a later schema reads files of an earlier one as they are.
 */
enum SegmentTable {
    TICKS(
            Segment.Type.PROCESSES,
            "timestamp",
            "tick",
            "tick, timestamp, boot_id, boottime_us, monotonic_us, interval_us, keyframe, processes, cost_us,"
                    + " host_busy_us, attributed_us, recorder_cpu_us, recorder_rss_bytes, recorder_written_bytes, queue_depth"),
    PROCESS_SAMPLES(
            Segment.Type.PROCESSES,
            "timestamp",
            "tick",
            "keyframe, tick, ticks, timestamp, process_id, pid, start_time, start_boottime_us, generation, parent_pid,"
                    + " name, cmdline, user_id, user_name, cgroup, unit, container, kernel_thread, status, threads, rss_bytes,"
                    + " virtual_bytes, open_files, cpu_us, read_bytes, written_bytes, cpu_total_us, read_total, written_total"),
    PROCESSES(
            Segment.Type.PROCESSES,
            "first_seen",
            "last_tick",
            "process_id, version, boot_id, pid, start_ticks, start_time, start_boottime_us, generation,"
                    + " parent_pid, name, cmdline, user_id, user_name, cgroup, unit, container, kernel_thread, first_tick,"
                    + " first_seen, last_tick, last_seen, gone"),
    EVENTS(Segment.Type.PROCESSES, "timestamp", "tick", "timestamp, boot_id, kind, amount_us, detail, tick"),
    GAPS(Segment.Type.PROCESSES, "from_time", "tick", "stream, from_time, to_time, cause, count, detail, tick"),
    LOG_LINES(
            Segment.Type.LOGS,
            "timestamp",
            "line",
            "line, timestamp, monotonic_us, source, sequence_id, sequence, boot_id, machine_id, hostname, transport,"
                    + " priority, facility, unit, user_unit, about_unit, slice, session, invocation_id, identifier, pid, uid, gid,"
                    + " comm, exe, cmdline, message, message_bytes, message_id, code_file, code_line, code_function, errno, fields"),
    LOG_VALUES(Segment.Type.LOGS, "timestamp", "line", "line, timestamp, field, value");

    private final Segment.Type type;
    private final String time;
    private final String number;
    private final String columns;

    SegmentTable(Segment.Type type, String time, String number, String columns) {
        this.type = type;
        this.time = time;
        this.number = number;
        this.columns = columns;
    }

    /** The tables of a type of segment. */
    static List<SegmentTable> of(Segment.Type type) {
        return Stream.of(values()).filter(table -> table.type == type).toList();
    }

    /** The one that every segment of a type has, with a row for each of the numbers that it is made of. */
    static SegmentTable main(Segment.Type type) {
        return switch (type) {
            case PROCESSES -> TICKS;
            case LOGS -> LOG_LINES;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String file() {
        return word() + ".parquet";
    }

    /** The column that tells when. */
    String time() {
        return time;
    }

    /** The column by which rows belong to a segment: a tick, or the number of a line. */
    String number() {
        return number;
    }

    String columns() {
        return columns;
    }

    /** Whether questions read it where it is sealed; the other tables are few rows, and stay in the hot file as well. */
    boolean isReadSealed() {
        return this != EVENTS && this != GAPS;
    }

    /** Whether every segment of its type has it, with rows or without. */
    boolean isAlwaysThere() {
        return isReadSealed() && this != LOG_VALUES;
    }
}
