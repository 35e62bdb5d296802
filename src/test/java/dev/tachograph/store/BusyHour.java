package dev.tachograph.store;

import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/** An hour in which every process is busy at every tick, straight into the hot tables. */
final class BusyHour {
    private static final String BEGIN = "TIMESTAMPTZ '2026-11-23 03:00:00Z'";
    private static final String BOOT = "'00000000-0000-0000-0000-000000000001'";
    private static final String KEYFRAME = "((t - 1) // 120) * 120 + 1";

    private static final String TICKS =
            "tick, timestamp, boot_id, boottime_us, monotonic_us, interval_us, keyframe, processes, cost_us,"
                    + " host_busy_us, attributed_us, recorder_cpu_us, recorder_rss_bytes, recorder_written_bytes, queue_depth";
    private static final String PROCESSES =
            "process_id, version, boot_id, pid, start_ticks, start_time, start_boottime_us, generation,"
                    + " parent_pid, name, cmdline, user_id, user_name, cgroup, unit, container, kernel_thread, first_tick, first_seen";
    private static final String SAMPLES =
            "keyframe, tick, process_id, version, status, threads, rss_bytes, virtual_bytes, open_files, cpu_us,"
                    + " read_bytes, written_bytes, cpu_before_us, read_before, written_before";

    private BusyHour() {}

    /** In place of what is there; ticks are five seconds apart, command lines as long as is said. */
    static void write(Recording recording, int ticks, int processes, int commandLineBytes)
            throws SQLException, StoreException {
        recording.tick();
        DuckDBConnection writer = recording.store().writer();
        Sql.execute(writer, "DELETE FROM hot.ticks; DELETE FROM hot.processes; DELETE FROM hot.process_samples;");
        Sql.execute(writer, """
                INSERT INTO hot.ticks (%s)
                SELECT t, %s + to_seconds(t * 5 - 5), %s, t * 5000000, t * 5000000, 5000000, %s, %d, 1, 1, 1, 1, 1, 1, 0
                FROM range(1, %d) r(t)
                """.formatted(TICKS, BEGIN, BOOT, KEYFRAME, processes, ticks + 1));
        Sql.execute(writer, """
                INSERT INTO hot.processes (%s)
                SELECT p, 0, %s, p, 1, %s, 10000, 0, 1, 'java', left(repeat(md5(p::VARCHAR), 200), %d), 0, 'root', '/a',
                       NULL, NULL, false, 1, %s FROM range(1, %d) r(p)
                """.formatted(PROCESSES, BOOT, BEGIN, commandLineBytes, BEGIN, processes + 1));
        Sql.execute(writer, """
                INSERT INTO hot.process_samples (%s)
                SELECT %s, t, p, 0, 2, 10, (hash(t * 1000 + p) %% 1000000000)::BIGINT, 5000000, 10, (hash(p + t) %% 5000000)::BIGINT,
                       1, 1, NULL, NULL, NULL FROM range(1, %d) r(t), range(1, %d) s(p)
                """.formatted(SAMPLES, KEYFRAME, ticks + 1, processes + 1));
        recording.store().checkpoint();
    }
}
