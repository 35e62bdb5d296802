package dev.tachograph.store;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The tables that a segment consists of, each a Parquet file. Segments of an earlier schema stay as they are: what their files do
 * not have is {@code NULL} when they are read.
 */
enum SegmentTable {
    TICKS(
            Segment.Type.PROCESSES,
            "timestamp",
            "tick",
            "tick, timestamp, boot_id, boottime_us, monotonic_us, interval_us, keyframe, processes, cost_us,"
                    + " host_busy_us, attributed_us, recorder_cpu_us, recorder_rss_bytes, recorder_written_bytes, queue_depth",
            new AddedColumns(
                    4,
                    "exited_us BIGINT, interrupt_us BIGINT, exits INTEGER, queued_log_bytes BIGINT, processes_cost_us BIGINT,"
                            + " host_cost_us BIGINT, cgroups_cost_us BIGINT, exits_cost_us BIGINT")),
    PROCESS_SAMPLES(
            Segment.Type.PROCESSES,
            "timestamp",
            "tick",
            "keyframe, tick, ticks, timestamp, process_id, pid, start_time, start_boottime_us, generation, parent_pid,"
                    + " name, cmdline, user_id, user_name, cgroup, unit, container, kernel_thread, status, threads, rss_bytes,"
                    + " virtual_bytes, open_files, cpu_us, read_bytes, written_bytes, cpu_total_us, read_total, written_total",
            new AddedColumns(
                    4,
                    "user_unit VARCHAR, slice VARCHAR, session VARCHAR, container_runtime VARCHAR, container_name VARCHAR,"
                            + " pss_bytes BIGINT")),
    PROCESSES(
            Segment.Type.PROCESSES,
            "first_seen",
            "last_tick",
            "process_id, version, boot_id, pid, start_ticks, start_time, start_boottime_us, generation,"
                    + " parent_pid, name, cmdline, user_id, user_name, cgroup, unit, container, kernel_thread, first_tick,"
                    + " first_seen, last_tick, last_seen, gone",
            new AddedColumns(
                    4,
                    "user_unit VARCHAR, slice VARCHAR, session VARCHAR, container_runtime VARCHAR, container_name VARCHAR")),
    PROCESS_EXITS(
            Segment.Type.PROCESSES,
            "timestamp",
            "tick",
            "tick, timestamp, boot_id, process_id, pid, parent_pid, start_time, duration_us, exit_code, signal, core_dumped,"
                    + " cpu_us, peak_rss_bytes, read_bytes, written_bytes, name, cmdline, user_id, user_name, cgroup, unit,"
                    + " user_unit, slice, session, container, container_runtime, container_name, source"),
    EVENTS(
            Segment.Type.PROCESSES,
            "timestamp",
            "tick",
            "timestamp, boot_id, kind, amount_us, detail, tick",
            new AddedColumns(4, "pid INTEGER, name VARCHAR, unit VARCHAR, facts VARCHAR")),
    GAPS(Segment.Type.PROCESSES, "from_time", "tick", "stream, from_time, to_time, cause, count, detail, tick"),
    LOG_LINES(
            Segment.Type.LOGS,
            "timestamp",
            "line",
            "line, timestamp, monotonic_us, source, sequence_id, sequence, boot_id, machine_id, hostname, transport,"
                    + " priority, facility, unit, user_unit, about_unit, slice, session, invocation_id, identifier, pid, uid, gid,"
                    + " comm, exe, cmdline, message, message_bytes, message_id, code_file, code_line, code_function, errno, fields",
            new AddedColumns(5, "pattern BIGINT")),
    LOG_VALUES(Segment.Type.LOGS, "timestamp", "line", "line, timestamp, field, value"),
    HOST(
            Segment.Type.METRICS,
            "timestamp",
            "tick",
            "tick, timestamp, interval_us, total_bytes, available_bytes, free_bytes, cached_bytes, buffers_bytes, dirty_bytes,"
                    + " writeback_bytes, anonymous_bytes, shared_bytes, slab_bytes, slab_reclaimable_bytes, page_tables_bytes,"
                    + " committed_bytes, swap_total_bytes, swap_free_bytes, huge_total_bytes, huge_free_bytes, major_faults,"
                    + " swap_in_bytes, swap_out_bytes, oom_kills, load1, load5, load15, running, blocked, threads, forks,"
                    + " context_switches, interrupts, cpu_some_us, cpu_full_us, memory_some_us, memory_full_us, io_some_us,"
                    + " io_full_us, irq_full_us"),
    CPUS(
            Segment.Type.METRICS,
            "timestamp",
            "tick",
            "tick, timestamp, interval_us, cpu, user_us, nice_us, system_us, irq_us, softirq_us, steal_us, guest_us, iowait_us,"
                    + " idle_us"),
    DISKS(
            Segment.Type.METRICS,
            "timestamp",
            "tick",
            "tick, timestamp, interval_us, device, reads, writes, discards, read_bytes, written_bytes, discarded_bytes, read_us,"
                    + " write_us, busy_us, queue_us, in_flight"),
    FILESYSTEMS(
            Segment.Type.METRICS,
            "timestamp",
            "tick",
            "tick, timestamp, mount_point, device, type, read_only, size_bytes, used_bytes, available_bytes, inodes, inodes_used,"
                    + " trouble"),
    NETWORKS(
            Segment.Type.METRICS,
            "timestamp",
            "tick",
            "tick, timestamp, interval_us, interface, up, speed_bits, received_bytes, received_packets, receive_errors,"
                    + " receive_drops, sent_bytes, sent_packets, send_errors, send_drops"),
    CGROUPS(
            Segment.Type.METRICS,
            "timestamp",
            "tick",
            "tick, timestamp, interval_us, cgroup, unit, user_unit, slice, container, container_runtime, container_name, gone,"
                    + " cpu_us, user_us, system_us, throttled_us, memory_bytes, memory_peak_bytes, memory_limit_bytes, swap_bytes,"
                    + " read_bytes, written_bytes, pids, pids_limit, cpu_some_us, memory_some_us, memory_full_us, io_some_us,"
                    + " io_full_us, oom_kills"),
    PROCESS_MINUTES(
            Segment.Type.MINUTES,
            "timestamp",
            "tick",
            "timestamp, tick, ticks, interval_us, name, unit, user_name, processes_max, cpu_us, cpu_min, cpu_max, rss_min,"
                    + " rss_avg, rss_max, read_bytes, written_bytes, exits, exited_us, exited_rss_max"),
    METRIC_MINUTES(Segment.Type.MINUTES, "timestamp", "tick", "timestamp, tick, ticks, metric, device, min, avg, max"),
    PROCESS_HOURS(
            Segment.Type.HOURS,
            "timestamp",
            "tick",
            "timestamp, tick, ticks, interval_us, name, unit, user_name, processes_max, cpu_us, cpu_min, cpu_max, rss_min,"
                    + " rss_avg, rss_max, read_bytes, written_bytes, exits, exited_us, exited_rss_max"),
    METRIC_HOURS(Segment.Type.HOURS, "timestamp", "tick", "timestamp, tick, ticks, metric, device, min, avg, max");

    private final Segment.Type type;
    private final String time;
    private final String number;
    private final String columns;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<AddedColumns> added;

    /** @param added what later schemas have besides, in their order */
    SegmentTable(Segment.Type type, String time, String number, String columns, AddedColumns... added) {
        this.type = type;
        this.time = time;
        this.number = number;
        this.columns = columns;
        this.added = List.of(added);
    }

    /**
     * Columns that a table got after segments of it had been sealed.
     *
     * @param schema the first one whose segments have them
     * @param columns their names, each with its type
     */
    private record AddedColumns(int schema, String columns) {
        /** How they are had from a segment, as more columns after others. */
        String of(int segmentSchema) {
            return Stream.of(columns.split(", *", -1))
                    .map(column -> column.split(" ", -1))
                    .map(column -> segmentSchema >= schema
                            ? ", " + column[0]
                            : ", NULL::%s AS %s".formatted(column[1], column[0]))
                    .collect(Collectors.joining());
        }
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
            case METRICS -> HOST;
            case MINUTES -> PROCESS_MINUTES;
            case HOURS -> PROCESS_HOURS;
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

    /** Those that are written. */
    String columns() {
        return columns(Migrations.NEWEST);
    }

    /** All columns, as they are had from a segment of a schema. */
    String columns(int schema) {
        return columns + added.stream().map(more -> more.of(schema)).collect(Collectors.joining());
    }

    /** By which its rows are in order, where each series is to lie together; none where they are as they were recorded. */
    List<String> key() {
        return switch (this) {
            case HOST -> List.of("tick");
            case CPUS -> List.of("cpu", "tick");
            case DISKS -> List.of("device", "tick");
            case FILESYSTEMS -> List.of("mount_point", "tick");
            case NETWORKS -> List.of("interface", "tick");
            case CGROUPS -> List.of("cgroup", "tick");
            case PROCESS_MINUTES, PROCESS_HOURS -> List.of("name", "unit", "user_name", "timestamp");
            case METRIC_MINUTES, METRIC_HOURS -> List.of("metric", "device", "timestamp");
            default -> List.of();
        };
    }

    /** Rows that a reader has to go through for one: few for an instant or one device, more where they are small and many. */
    int rowGroup() {
        return switch (this) {
            case PROCESS_MINUTES, METRIC_MINUTES, PROCESS_HOURS, METRIC_HOURS -> 122_880;
            default -> 20_480;
        };
    }

    /** Whether it is a roll-up. */
    boolean isRollUp() {
        return type == Segment.Type.MINUTES || type == Segment.Type.HOURS;
    }

    /** Whether questions read it where it is sealed; the other tables are few rows, and stay in the hot file as well. */
    boolean isReadSealed() {
        return this != EVENTS && this != GAPS;
    }

    /** Whether every segment of its type has it, with rows or without. */
    boolean isAlwaysThere() {
        return switch (this) {
            case TICKS, PROCESS_SAMPLES, PROCESSES, LOG_LINES, HOST, PROCESS_MINUTES, PROCESS_HOURS -> true;
            default -> false;
        };
    }

    /** The hot rows that it is made of. */
    String hot() {
        return switch (this) {
            case PROCESS_SAMPLES -> "hot.intervals";
            case LOG_LINES -> "hot.log_rows";
            default -> "hot." + word();
        };
    }
}
