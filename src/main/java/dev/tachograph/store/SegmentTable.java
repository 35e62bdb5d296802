package dev.tachograph.store;

import java.util.Locale;

/**
 * The tables that a segment of processes consists of, each a Parquet file. The columns are those of schema 2; a later schema
 * reads files of an earlier one as they are.
 */
enum SegmentTable {
    TICKS(
            "timestamp",
            "tick, timestamp, boot_id, boottime_us, monotonic_us, interval_us, keyframe, processes, cost_us,"
                    + " host_busy_us, attributed_us, recorder_cpu_us, recorder_rss_bytes, recorder_written_bytes, queue_depth"),
    PROCESS_SAMPLES(
            "timestamp",
            "keyframe, tick, ticks, timestamp, process_id, pid, start_time, start_boottime_us, generation, parent_pid,"
                    + " name, cmdline, user_id, user_name, cgroup, unit, container, kernel_thread, status, threads, rss_bytes,"
                    + " virtual_bytes, open_files, cpu_us, read_bytes, written_bytes, cpu_total_us, read_total, written_total"),
    PROCESSES(
            "first_seen",
            "process_id, version, boot_id, pid, start_ticks, start_time, start_boottime_us, generation,"
                    + " parent_pid, name, cmdline, user_id, user_name, cgroup, unit, container, kernel_thread, first_tick,"
                    + " first_seen, last_tick, last_seen, gone"),
    EVENTS("timestamp", "timestamp, boot_id, kind, amount_us, detail, tick"),
    GAPS("from_time", "stream, from_time, to_time, cause, count, detail, tick");

    private final String time;
    private final String columns;

    SegmentTable(String time, String columns) {
        this.time = time;
        this.columns = columns;
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

    String columns() {
        return columns;
    }

    /** Whether questions read it where it is sealed; the other tables are few rows, and stay in the hot file as well. */
    boolean isReadSealed() {
        return this != EVENTS && this != GAPS;
    }
}
