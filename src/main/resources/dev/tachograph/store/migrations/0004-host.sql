-- Schema 4: the host as a whole, ends of processes, roll-ups, and more about processes, ticks and events.
--
-- Counters of the kernel are stored as what they grew by in the interval of their row, `interval_us`: a rate is one division
-- and needs no other row, a sum over any range is exact, and where a device is new, counts anew, or a stretch is missing, the
-- amount is NULL and no rate is reckoned across it. Rows of filesystems and cgroups are there where something changed and, for
-- all of them, at the begin of each stretch: between its rows nothing happened to them.

-- What the views are made from gets more columns.
DROP VIEW processes;
DROP VIEW process_changes;
DROP VIEW process_metrics;
DROP VIEW recorded.process_metrics;
DROP VIEW recorded.intervals;
DROP VIEW recorded.ticks;
DROP VIEW hot.intervals;
DROP VIEW hot.changes;
DROP VIEW ticks;
DROP VIEW recorder;
DROP VIEW events;
DROP VIEW gaps;
DROP VIEW sealed.ticks;
DROP VIEW sealed.processes;
DROP VIEW sealed.process_samples;

ALTER TABLE hot.ticks ADD COLUMN exited_us BIGINT;
ALTER TABLE hot.ticks ADD COLUMN interrupt_us BIGINT;
ALTER TABLE hot.ticks ADD COLUMN exits INTEGER;
ALTER TABLE hot.ticks ADD COLUMN queued_log_bytes BIGINT;
ALTER TABLE hot.ticks ADD COLUMN processes_cost_us BIGINT;
ALTER TABLE hot.ticks ADD COLUMN host_cost_us BIGINT;
ALTER TABLE hot.ticks ADD COLUMN cgroups_cost_us BIGINT;
ALTER TABLE hot.ticks ADD COLUMN exits_cost_us BIGINT;

ALTER TABLE hot.processes ADD COLUMN user_unit VARCHAR;
ALTER TABLE hot.processes ADD COLUMN slice VARCHAR;
ALTER TABLE hot.processes ADD COLUMN session VARCHAR;
ALTER TABLE hot.processes ADD COLUMN container_runtime VARCHAR;
ALTER TABLE hot.processes ADD COLUMN container_name VARCHAR;

ALTER TABLE hot.process_samples ADD COLUMN pss_bytes BIGINT;

ALTER TABLE hot.events ADD COLUMN pid INTEGER;
ALTER TABLE hot.events ADD COLUMN name VARCHAR;
ALTER TABLE hot.events ADD COLUMN unit VARCHAR;
ALTER TABLE hot.events ADD COLUMN facts VARCHAR; -- a JSON object of texts

CREATE TABLE hot.process_exits (
    tick                INTEGER NOT NULL,
    timestamp           TIMESTAMPTZ NOT NULL,
    boot_id             UUID NOT NULL,
    process_id          BIGINT,
    pid                 INTEGER NOT NULL,
    parent_pid          INTEGER,
    start_time          TIMESTAMPTZ,
    duration_us         BIGINT,
    exit_code           INTEGER,
    signal              INTEGER,
    core_dumped         BOOLEAN NOT NULL,
    cpu_us              BIGINT,
    peak_rss_bytes      BIGINT,
    read_bytes          BIGINT,
    written_bytes       BIGINT,
    name                VARCHAR,
    cmdline             VARCHAR,
    user_id             BIGINT,
    user_name           VARCHAR,
    cgroup              VARCHAR,
    unit                VARCHAR,
    user_unit           VARCHAR,
    slice               VARCHAR,
    session             VARCHAR,
    container           VARCHAR,
    container_runtime   VARCHAR,
    container_name      VARCHAR,
    source              VARCHAR NOT NULL
);

-- One row for each tick: memory, load and pressure.
CREATE TABLE hot.host (
    tick                    INTEGER NOT NULL,
    timestamp               TIMESTAMPTZ NOT NULL,
    interval_us             BIGINT,
    total_bytes             BIGINT,
    available_bytes         BIGINT,
    free_bytes              BIGINT,
    cached_bytes            BIGINT,
    buffers_bytes           BIGINT,
    dirty_bytes             BIGINT,
    writeback_bytes         BIGINT,
    anonymous_bytes         BIGINT,
    shared_bytes            BIGINT,
    slab_bytes              BIGINT,
    slab_reclaimable_bytes  BIGINT,
    page_tables_bytes       BIGINT,
    committed_bytes         BIGINT,
    swap_total_bytes        BIGINT,
    swap_free_bytes         BIGINT,
    huge_total_bytes        BIGINT,
    huge_free_bytes         BIGINT,
    major_faults            BIGINT,
    swap_in_bytes           BIGINT,
    swap_out_bytes          BIGINT,
    oom_kills               BIGINT,
    load1                   FLOAT,
    load5                   FLOAT,
    load15                  FLOAT,
    running                 BIGINT,
    blocked                 BIGINT,
    threads                 BIGINT,
    forks                   BIGINT,
    context_switches        BIGINT,
    interrupts              BIGINT,
    cpu_some_us             BIGINT,
    cpu_full_us             BIGINT,
    memory_some_us          BIGINT,
    memory_full_us          BIGINT,
    io_some_us              BIGINT,
    io_full_us              BIGINT,
    irq_full_us             BIGINT
);

CREATE TABLE hot.cpus (
    tick            INTEGER NOT NULL,
    timestamp       TIMESTAMPTZ NOT NULL,
    interval_us     BIGINT,
    cpu             VARCHAR NOT NULL,
    user_us         BIGINT,
    nice_us         BIGINT,
    system_us       BIGINT,
    irq_us          BIGINT,
    softirq_us      BIGINT,
    steal_us        BIGINT,
    guest_us        BIGINT,
    iowait_us       BIGINT,
    idle_us         BIGINT
);

CREATE TABLE hot.disks (
    tick            INTEGER NOT NULL,
    timestamp       TIMESTAMPTZ NOT NULL,
    interval_us     BIGINT,
    device          VARCHAR NOT NULL,
    reads           BIGINT,
    writes          BIGINT,
    discards        BIGINT,
    read_bytes      BIGINT,
    written_bytes   BIGINT,
    discarded_bytes BIGINT,
    read_us         BIGINT,
    write_us        BIGINT,
    busy_us         BIGINT,
    queue_us        BIGINT,
    in_flight       BIGINT
);

CREATE TABLE hot.filesystems (
    tick            INTEGER NOT NULL,
    timestamp       TIMESTAMPTZ NOT NULL,
    mount_point     VARCHAR NOT NULL,
    device          VARCHAR NOT NULL,
    type            VARCHAR NOT NULL,
    read_only       BOOLEAN NOT NULL,
    size_bytes      BIGINT,
    used_bytes      BIGINT,
    available_bytes BIGINT,
    inodes          BIGINT,
    inodes_used     BIGINT,
    trouble         VARCHAR
);

CREATE TABLE hot.networks (
    tick                INTEGER NOT NULL,
    timestamp           TIMESTAMPTZ NOT NULL,
    interval_us         BIGINT,
    interface           VARCHAR NOT NULL,
    up                  BOOLEAN,
    speed_bits          BIGINT,
    received_bytes      BIGINT,
    received_packets    BIGINT,
    receive_errors      BIGINT,
    receive_drops       BIGINT,
    sent_bytes          BIGINT,
    sent_packets        BIGINT,
    send_errors         BIGINT,
    send_drops          BIGINT
);

CREATE TABLE hot.cgroups (
    tick                INTEGER NOT NULL,
    timestamp           TIMESTAMPTZ NOT NULL,
    interval_us         BIGINT,
    cgroup              VARCHAR NOT NULL,
    unit                VARCHAR,
    user_unit           VARCHAR,
    slice               VARCHAR,
    container           VARCHAR,
    container_runtime   VARCHAR,
    container_name      VARCHAR,
    gone                BOOLEAN NOT NULL,
    cpu_us              BIGINT,
    user_us             BIGINT,
    system_us           BIGINT,
    throttled_us        BIGINT,
    memory_bytes        BIGINT,
    memory_peak_bytes   BIGINT,
    memory_limit_bytes  BIGINT,
    swap_bytes          BIGINT,
    read_bytes          BIGINT,
    written_bytes       BIGINT,
    pids                BIGINT,
    pids_limit          BIGINT,
    cpu_some_us         BIGINT,
    memory_some_us      BIGINT,
    memory_full_us      BIGINT,
    io_some_us          BIGINT,
    io_full_us          BIGINT,
    oom_kills           BIGINT
);

CREATE VIEW sealed.ticks AS SELECT *, 0 AS segment FROM hot.ticks WHERE false;

CREATE VIEW sealed.processes AS
SELECT *, 0 AS last_tick, now() AS last_seen, false AS gone, 0 AS segment FROM hot.processes WHERE false;

CREATE VIEW hot.changes AS
SELECT *, coalesce(lead(tick) OVER stretch, 2147483647) - tick AS ticks,
       (sum(coalesce(cpu_us, 0) + coalesce(cpu_before_us, 0)) OVER stretch)::BIGINT AS cpu_total_us,
       CASE WHEN read_bytes IS NOT NULL OR read_before IS NOT NULL
            THEN (sum(coalesce(read_bytes, 0) + coalesce(read_before, 0)) OVER stretch)::BIGINT END AS read_total,
       CASE WHEN written_bytes IS NOT NULL OR written_before IS NOT NULL
            THEN (sum(coalesce(written_bytes, 0) + coalesce(written_before, 0)) OVER stretch)::BIGINT END AS written_total
FROM hot.process_samples
WINDOW stretch AS (PARTITION BY keyframe, process_id ORDER BY tick);

CREATE VIEW hot.intervals AS
SELECT r.keyframe, r.tick, r.ticks, t.timestamp, r.process_id, p.pid, p.start_time, p.start_boottime_us, p.generation, p.parent_pid,
       p.name, p.cmdline, p.user_id, p.user_name, p.cgroup, p.unit, p.container, p.kernel_thread, r.status, r.threads,
       r.rss_bytes, r.virtual_bytes, r.open_files, r.cpu_us, r.read_bytes, r.written_bytes, r.cpu_total_us, r.read_total, r.written_total,
       p.user_unit, p.slice, p.session, p.container_runtime, p.container_name, r.pss_bytes
FROM hot.changes r JOIN hot.processes p USING (process_id, version) JOIN hot.ticks t USING (tick)
WHERE r.status <> 0;

CREATE VIEW sealed.process_samples AS SELECT *, 0 AS segment FROM hot.intervals WHERE false;
CREATE VIEW sealed.process_exits AS SELECT *, 0 AS segment FROM hot.process_exits WHERE false;
CREATE VIEW sealed.host AS SELECT *, 0 AS segment FROM hot.host WHERE false;
CREATE VIEW sealed.cpus AS SELECT *, 0 AS segment FROM hot.cpus WHERE false;
CREATE VIEW sealed.disks AS SELECT *, 0 AS segment FROM hot.disks WHERE false;
CREATE VIEW sealed.filesystems AS SELECT *, 0 AS segment FROM hot.filesystems WHERE false;
CREATE VIEW sealed.networks AS SELECT *, 0 AS segment FROM hot.networks WHERE false;
CREATE VIEW sealed.cgroups AS SELECT *, 0 AS segment FROM hot.cgroups WHERE false;

CREATE VIEW recorded.ticks AS SELECT * FROM sealed.ticks UNION ALL SELECT *, 0 FROM hot.ticks;
CREATE VIEW recorded.intervals AS SELECT * FROM sealed.process_samples UNION ALL SELECT *, 0 FROM hot.intervals;
CREATE VIEW recorded.process_exits AS SELECT * FROM sealed.process_exits UNION ALL SELECT *, 0 FROM hot.process_exits;
CREATE VIEW recorded.host AS SELECT * FROM sealed.host UNION ALL SELECT *, 0 FROM hot.host;
CREATE VIEW recorded.cpus AS SELECT * FROM sealed.cpus UNION ALL SELECT *, 0 FROM hot.cpus;
CREATE VIEW recorded.disks AS SELECT * FROM sealed.disks UNION ALL SELECT *, 0 FROM hot.disks;
CREATE VIEW recorded.filesystems AS SELECT * FROM sealed.filesystems UNION ALL SELECT *, 0 FROM hot.filesystems;
CREATE VIEW recorded.networks AS SELECT * FROM sealed.networks UNION ALL SELECT *, 0 FROM hot.networks;
CREATE VIEW recorded.cgroups AS SELECT * FROM sealed.cgroups UNION ALL SELECT *, 0 FROM hot.cgroups;

-- Where the CPU time went: busy = attributed (processes alive) + exited + interrupt + unattributed, which may be negative.
CREATE VIEW ticks AS
SELECT tick, timestamp, boot_id, boottime_us, monotonic_us, interval_us, processes, exits, cost_us,
       host_busy_us, attributed_us, exited_us, interrupt_us,
       host_busy_us - attributed_us - coalesce(exited_us, 0) - coalesce(interrupt_us, 0) AS unattributed_us
FROM recorded.ticks;

CREATE VIEW recorder AS
SELECT timestamp, 100.0 * recorder_cpu_us / interval_us AS cpu_usage, recorder_cpu_us AS cpu_us,
       recorder_rss_bytes AS rss_bytes, recorder_written_bytes AS written_bytes, queue_depth, queued_log_bytes,
       cost_us AS look_us, processes_cost_us AS processes_us, host_cost_us AS host_us, cgroups_cost_us AS cgroups_us,
       exits_cost_us AS exits_us
FROM recorded.ticks;

CREATE VIEW events AS SELECT timestamp, boot_id, kind, amount_us, detail, pid, name, unit, facts::JSON AS facts FROM hot.events;

CREATE VIEW gaps AS SELECT stream, from_time, to_time, cause, count, detail FROM hot.gaps;

CREATE VIEW recorded.process_metrics AS
SELECT t.segment, t.timestamp, t.tick, r.process_id, r.pid, r.start_time, r.parent_pid, r.name, r.cmdline,
       r.user_name AS "user", r.user_id, process_status(r.status) AS status,
       100.0 * CASE WHEN t.interval_us IS NULL THEN NULL WHEN t.tick = r.tick THEN r.cpu_us ELSE 0 END
             / least(t.interval_us, greatest(t.boottime_us - r.start_boottime_us, 10000)) AS cpu_usage,
       r.cpu_total_us / 1e6 AS cpu_time,
       r.rss_bytes AS mem_usage, r.pss_bytes AS proportional_memory, r.virtual_bytes AS virtual_memory,
       greatest(t.boottime_us - r.start_boottime_us, 0) / 1e6 AS runtime, r.threads,
       r.read_total AS read_bytes, r.written_total AS write_bytes,
       1e6 * CASE WHEN t.interval_us IS NULL OR r.read_total IS NULL THEN NULL WHEN t.tick = r.tick THEN r.read_bytes ELSE 0 END
           / least(t.interval_us, greatest(t.boottime_us - r.start_boottime_us, 10000)) AS read_rate,
       1e6 * CASE WHEN t.interval_us IS NULL OR r.written_total IS NULL THEN NULL WHEN t.tick = r.tick THEN r.written_bytes ELSE 0 END
           / least(t.interval_us, greatest(t.boottime_us - r.start_boottime_us, 10000)) AS write_rate,
       r.open_files, r.unit, r.user_unit, r.slice, r.session, r.container, r.container_runtime, r.container_name, r.cgroup,
       r.kernel_thread, r.generation
FROM recorded.ticks t
JOIN recorded.intervals r ON r.segment = t.segment AND r.keyframe = t.keyframe AND r.tick <= t.tick AND r.tick + r.ticks > t.tick;

CREATE VIEW process_metrics AS SELECT * EXCLUDE (segment) FROM recorded.process_metrics;

CREATE VIEW process_changes AS
SELECT timestamp, tick, process_id, pid, name, unit, cpu_us, read_bytes, written_bytes AS write_bytes, rss_bytes AS mem_usage, threads,
       segment
FROM sealed.process_samples
UNION ALL
SELECT t.timestamp, s.tick, s.process_id, p.pid, p.name, p.unit, s.cpu_us, s.read_bytes, s.written_bytes, s.rss_bytes, s.threads, 0
FROM hot.process_samples s JOIN hot.ticks t USING (tick) JOIN hot.processes p USING (process_id, version) WHERE s.status <> 0;

CREATE VIEW processes AS
WITH hot_last AS (
    SELECT process_id, max(tick) AS tick, arg_max(version, tick) AS version, arg_max(status, tick) = 0 AS gone
    FROM hot.process_samples GROUP BY process_id
), hot_boots AS (
    SELECT boot_id, max(tick) AS tick, max_by(timestamp, tick) AS timestamp FROM hot.ticks GROUP BY boot_id
), lives AS NOT MATERIALIZED (
    SELECT p.* EXCLUDE (segment), (gone::BIGINT * 2147483648 + last_tick) * 1048576 + version AS known FROM sealed.processes p
    UNION ALL BY NAME
    SELECT *, (gone::BIGINT * 2147483648 + last_tick) * 1048576 + version AS known FROM (
        SELECT p.*, CASE WHEN l.gone THEN l.tick - 1 ELSE b.tick END AS last_tick,
               CASE WHEN l.gone THEN t.timestamp ELSE b.timestamp END AS last_seen, l.gone
        FROM hot_last l JOIN hot.processes p USING (process_id, version)
        JOIN hot_boots b USING (boot_id) LEFT JOIN hot.ticks t ON t.tick = l.tick - 1
    )
), newest AS (
    SELECT process_id, max(known) AS known, max_by(last_seen, last_tick) AS last_seen FROM lives GROUP BY process_id
), first AS (
    SELECT process_id, min_by(first_seen, first_tick) AS seen FROM (
        SELECT process_id, first_seen, first_tick FROM sealed.processes
        UNION ALL SELECT process_id, first_seen, first_tick FROM hot.processes
    ) GROUP BY process_id
), boot AS (SELECT max_by(boot_id, tick) AS boot_id FROM hot.ticks)
SELECT process_id, lives.boot_id, lives.pid, lives.start_time, first.seen AS first_seen, newest.last_seen,
       lives.gone OR lives.boot_id IS DISTINCT FROM (SELECT boot_id FROM boot) AS exited,
       lives.name, lives.cmdline, lives.user_name AS "user", lives.user_id, lives.parent_pid, lives.unit, lives.user_unit,
       lives.slice, lives.session, lives.container, lives.container_runtime, lives.container_name,
       lives.cgroup, lives.kernel_thread, lives.generation
FROM lives JOIN newest USING (process_id, known) JOIN first USING (process_id)
WHERE newest.last_seen IS NOT NULL; -- else all that is left of it is that it is gone

CREATE VIEW process_exits AS
SELECT timestamp, pid, parent_pid, process_id, start_time, duration_us / 1e6 AS duration, exit_code, signal, core_dumped,
       cpu_us / 1e6 AS cpu_time, peak_rss_bytes AS peak_mem_usage, read_bytes, written_bytes AS write_bytes, name, cmdline,
       user_name AS "user", user_id, unit, user_unit, slice, session, container, container_runtime, container_name, cgroup, source,
       boot_id, tick
FROM recorded.process_exits;

-- Percent of one core; the row of all CPUs goes up to a hundred for each.
CREATE VIEW cpu AS
SELECT timestamp, tick, cpu,
       100.0 * (user_us + nice_us + system_us + irq_us + softirq_us + guest_us) / interval_us AS busy,
       100.0 * user_us / interval_us AS "user", 100.0 * nice_us / interval_us AS nice, 100.0 * system_us / interval_us AS system,
       100.0 * irq_us / interval_us AS irq, 100.0 * softirq_us / interval_us AS softirq, 100.0 * steal_us / interval_us AS steal,
       100.0 * guest_us / interval_us AS guest, 100.0 * iowait_us / interval_us AS iowait, 100.0 * idle_us / interval_us AS idle
FROM recorded.cpus;

CREATE VIEW memory AS
SELECT timestamp, tick, total_bytes, available_bytes, total_bytes - available_bytes AS used_bytes, free_bytes, cached_bytes, buffers_bytes,
       dirty_bytes, writeback_bytes, anonymous_bytes, shared_bytes, slab_bytes, slab_reclaimable_bytes, page_tables_bytes,
       committed_bytes, swap_total_bytes, swap_total_bytes - swap_free_bytes AS swap_used_bytes, huge_total_bytes, huge_free_bytes,
       1e6 * major_faults / interval_us AS major_faults, 1e6 * swap_in_bytes / interval_us AS swap_in_rate,
       1e6 * swap_out_bytes / interval_us AS swap_out_rate, oom_kills
FROM recorded.host;

CREATE VIEW load AS
SELECT timestamp, tick, load1, load5, load15, running, blocked, threads, 1e6 * forks / interval_us AS forks,
       1e6 * context_switches / interval_us AS context_switches, 1e6 * interrupts / interval_us AS interrupts
FROM recorded.host;

-- Percent of the interval.
CREATE VIEW pressure AS
SELECT timestamp, tick, 100.0 * cpu_some_us / interval_us AS cpu_some, 100.0 * cpu_full_us / interval_us AS cpu_full,
       100.0 * memory_some_us / interval_us AS memory_some, 100.0 * memory_full_us / interval_us AS memory_full,
       100.0 * io_some_us / interval_us AS io_some, 100.0 * io_full_us / interval_us AS io_full,
       100.0 * irq_full_us / interval_us AS irq_full
FROM recorded.host;

CREATE VIEW disks AS
SELECT timestamp, tick, device, 1e6 * read_bytes / interval_us AS read_rate, 1e6 * written_bytes / interval_us AS write_rate,
       1e6 * reads / interval_us AS read_ops, 1e6 * writes / interval_us AS write_ops,
       CASE WHEN reads > 0 THEN read_us / 1e3 / reads END AS read_await, CASE WHEN writes > 0 THEN write_us / 1e3 / writes END AS write_await,
       queue_us / interval_us AS queue, 100.0 * busy_us / interval_us AS busy, in_flight,
       1e6 * discarded_bytes / interval_us AS discard_rate, reads, writes, discards, read_bytes, written_bytes AS write_bytes
FROM recorded.disks;

CREATE VIEW filesystems AS
SELECT timestamp, tick, mount_point, device, type, read_only, size_bytes, used_bytes, available_bytes,
       100.0 * used_bytes / nullif(used_bytes + available_bytes, 0) AS used_percent, inodes, inodes_used, trouble
FROM recorded.filesystems;

CREATE VIEW networks AS
SELECT timestamp, tick, interface, up, speed_bits, 1e6 * received_bytes / interval_us AS receive_rate,
       1e6 * sent_bytes / interval_us AS send_rate, 1e6 * received_packets / interval_us AS receive_packet_rate,
       1e6 * sent_packets / interval_us AS send_packet_rate, receive_errors, receive_drops, send_errors, send_drops,
       received_bytes, sent_bytes, received_packets, sent_packets
FROM recorded.networks;

CREATE VIEW cgroups AS
SELECT timestamp, tick, cgroup, unit, user_unit, slice, container, container_runtime, container_name, gone,
       100.0 * cpu_us / interval_us AS cpu_usage, 100.0 * user_us / interval_us AS user_usage,
       100.0 * system_us / interval_us AS system_usage, 100.0 * throttled_us / interval_us AS throttled,
       memory_bytes AS mem_usage, memory_peak_bytes AS mem_peak, memory_limit_bytes AS mem_limit, swap_bytes AS swap_usage,
       1e6 * read_bytes / interval_us AS read_rate, 1e6 * written_bytes / interval_us AS write_rate, pids, pids_limit,
       100.0 * cpu_some_us / interval_us AS cpu_pressure, 100.0 * memory_some_us / interval_us AS memory_pressure,
       100.0 * memory_full_us / interval_us AS memory_full_pressure, 100.0 * io_some_us / interval_us AS io_pressure,
       100.0 * io_full_us / interval_us AS io_full_pressure, oom_kills
FROM recorded.cgroups;

-- Roll-ups exist in sealed segments only: what is hot is summed up when it is asked for. These tables have no rows; they say
-- which columns there are. `timestamp` is where the minute or the hour begins, `tick` its first tick, `ticks` how many it has.

-- What the processes of one name, unit and user did together. A worker of the kernel counts under the part of its name that
-- says which kind it is. Levels are sums over the group's processes at one tick. Of those that ended `exited_us` is what no tick
-- knows: the CPU time of processes that lived between two of them.
CREATE TABLE hot.process_minutes (
    timestamp       TIMESTAMPTZ NOT NULL,
    tick            INTEGER NOT NULL,
    ticks           INTEGER NOT NULL,
    interval_us     BIGINT,
    name            VARCHAR,
    unit            VARCHAR,
    user_name       VARCHAR,
    processes_max   INTEGER NOT NULL,
    cpu_us          BIGINT,
    cpu_min         FLOAT,
    cpu_max         FLOAT,
    rss_min         BIGINT,
    rss_avg         BIGINT,
    rss_max         BIGINT,
    read_bytes      BIGINT,
    written_bytes   BIGINT,
    exits           INTEGER NOT NULL,
    exited_us       BIGINT,
    exited_rss_max  BIGINT
);
CREATE TABLE hot.process_hours AS FROM hot.process_minutes;

-- One column of a table of the host, such as cpu.busy, of one device: `device` is empty where there is only one.
CREATE TABLE hot.metric_minutes (
    timestamp       TIMESTAMPTZ NOT NULL,
    tick            INTEGER NOT NULL,
    ticks           INTEGER NOT NULL,
    metric          VARCHAR NOT NULL,
    device          VARCHAR NOT NULL,
    min             FLOAT,
    avg             FLOAT,
    max             FLOAT
);
CREATE TABLE hot.metric_hours AS FROM hot.metric_minutes;

CREATE VIEW sealed.process_minutes AS SELECT *, 0 AS segment FROM hot.process_minutes WHERE false;
CREATE VIEW sealed.process_hours AS SELECT *, 0 AS segment FROM hot.process_hours WHERE false;
CREATE VIEW sealed.metric_minutes AS SELECT *, 0 AS segment FROM hot.metric_minutes WHERE false;
CREATE VIEW sealed.metric_hours AS SELECT *, 0 AS segment FROM hot.metric_hours WHERE false;

CREATE VIEW process_minutes AS
SELECT timestamp, ticks, name, unit, user_name AS "user", processes_max AS processes, cpu_us / 1e6 AS cpu_time,
       cpu_min, (100.0 * cpu_us / interval_us)::FLOAT AS cpu_avg, cpu_max, rss_min AS mem_min, rss_avg AS mem_avg, rss_max AS mem_max,
       read_bytes, written_bytes AS write_bytes, exits, exited_us / 1e6 AS exited_cpu_time, exited_rss_max AS exited_mem_max
FROM sealed.process_minutes;
CREATE VIEW process_hours AS
SELECT timestamp, ticks, name, unit, user_name AS "user", processes_max AS processes, cpu_us / 1e6 AS cpu_time,
       cpu_min, (100.0 * cpu_us / interval_us)::FLOAT AS cpu_avg, cpu_max, rss_min AS mem_min, rss_avg AS mem_avg, rss_max AS mem_max,
       read_bytes, written_bytes AS write_bytes, exits, exited_us / 1e6 AS exited_cpu_time, exited_rss_max AS exited_mem_max
FROM sealed.process_hours;
CREATE VIEW metric_minutes AS SELECT timestamp, metric, device, ticks, min, avg, max FROM sealed.metric_minutes;
CREATE VIEW metric_hours AS SELECT timestamp, metric, device, ticks, min, avg, max FROM sealed.metric_hours;
