-- Schema 1: processes, ticks, the recorder itself, events and gaps.
--
-- Processes are kept as in a video: a keyframe every few minutes holds a row for every process, the ticks between only
-- rows that changed. `keyframe` is the number of the tick that opened the stretch; a process's row is true from its tick
-- until the next row of that process in the same stretch, and status 0 says that the process had gone at that tick.
-- Ticks are numbered by the store without holes, so nothing here depends on a clock that somebody may set.

CREATE SCHEMA hot;

CREATE TABLE hot.ticks (
    tick            BIGINT NOT NULL,
    timestamp       TIMESTAMPTZ NOT NULL,
    boot_id         UUID NOT NULL,
    boottime_us     BIGINT NOT NULL,
    monotonic_us    BIGINT NOT NULL,
    interval_us     BIGINT,
    keyframe        BIGINT NOT NULL,
    processes       INTEGER NOT NULL,
    cost_us         BIGINT NOT NULL,
    host_busy_us    BIGINT,
    attributed_us   BIGINT
);

CREATE TABLE hot.processes (
    process_id        BIGINT NOT NULL,
    version           INTEGER NOT NULL,
    boot_id           UUID NOT NULL,
    pid               INTEGER NOT NULL,
    start_ticks       BIGINT NOT NULL,
    start_time        TIMESTAMPTZ NOT NULL,
    start_boottime_us BIGINT NOT NULL,
    generation        INTEGER NOT NULL,
    parent_pid        INTEGER NOT NULL,
    name              VARCHAR NOT NULL,
    cmdline           VARCHAR,
    user_id           BIGINT,
    user_name         VARCHAR,
    cgroup            VARCHAR,
    unit              VARCHAR,
    container         VARCHAR,
    kernel_thread     BOOLEAN NOT NULL,
    first_tick        BIGINT NOT NULL,
    first_seen        TIMESTAMPTZ NOT NULL
);

CREATE TABLE hot.process_samples (
    keyframe        BIGINT NOT NULL,
    tick            BIGINT NOT NULL,
    process_id      BIGINT NOT NULL,
    version         INTEGER NOT NULL,
    status          TINYINT NOT NULL,
    threads         INTEGER,
    rss_bytes       BIGINT,
    virtual_bytes   BIGINT,
    open_files      BIGINT,
    cpu_us          BIGINT,
    read_bytes      BIGINT,
    written_bytes   BIGINT,
    cpu_total_us    BIGINT,
    read_total      BIGINT,
    written_total   BIGINT
);

CREATE TABLE hot.recorder (
    tick            BIGINT NOT NULL,
    timestamp       TIMESTAMPTZ NOT NULL,
    cpu_us          BIGINT,
    rss_bytes       BIGINT,
    written_bytes   BIGINT,
    queue_depth     INTEGER NOT NULL
);

CREATE TABLE hot.events (
    timestamp       TIMESTAMPTZ NOT NULL,
    boot_id         UUID NOT NULL,
    kind            VARCHAR NOT NULL,
    amount_us       BIGINT,
    detail          VARCHAR NOT NULL
);

CREATE TABLE hot.gaps (
    stream          VARCHAR NOT NULL,
    from_time       TIMESTAMPTZ NOT NULL,
    to_time         TIMESTAMPTZ,
    cause           VARCHAR NOT NULL,
    count           BIGINT,
    detail          VARCHAR NOT NULL
);

CREATE VIEW ticks AS
SELECT tick, timestamp, boot_id, boottime_us, monotonic_us, interval_us, processes, cost_us,
       host_busy_us, attributed_us, host_busy_us - attributed_us AS unattributed_us
FROM hot.ticks;

CREATE VIEW recorder AS
SELECT r.timestamp, 100.0 * r.cpu_us / t.interval_us AS cpu_usage, r.cpu_us, r.rss_bytes, r.written_bytes, r.queue_depth
FROM hot.recorder r JOIN hot.ticks t USING (tick);

CREATE VIEW events AS SELECT timestamp, boot_id, kind, amount_us, detail FROM hot.events;

CREATE VIEW gaps AS SELECT stream, from_time, to_time, cause, count, detail FROM hot.gaps;

CREATE MACRO process_status(code) AS
    CASE code WHEN 1 THEN 'running' WHEN 2 THEN 'sleeping' WHEN 3 THEN 'disk-sleep' WHEN 4 THEN 'stopped'
              WHEN 5 THEN 'traced' WHEN 6 THEN 'zombie' WHEN 7 THEN 'idle' WHEN 8 THEN 'dead' END;

-- A row for each stretch of ticks over which nothing about a process changed: true from `tick` until before `until_tick`.
CREATE VIEW hot.intervals AS
SELECT *, coalesce(lead(tick) OVER (PARTITION BY keyframe, process_id ORDER BY tick), 9223372036854775807) AS until_tick
FROM hot.process_samples;

-- Activity belongs to the tick of its row: on the ticks after it the process did not run. A process younger than the
-- interval counts from its start, which the kernel tells to a hundredth of a second.
CREATE VIEW process_metrics AS
SELECT t.timestamp, t.tick, r.process_id, p.pid, p.start_time, p.parent_pid, p.name, p.cmdline,
       p.user_name AS "user", p.user_id, process_status(r.status) AS status,
       100.0 * CASE WHEN t.interval_us IS NULL THEN NULL WHEN t.tick = r.tick THEN r.cpu_us ELSE 0 END
             / least(t.interval_us, greatest(t.boottime_us - p.start_boottime_us, 10000)) AS cpu_usage,
       r.cpu_total_us / 1e6 AS cpu_time,
       r.rss_bytes AS mem_usage, r.virtual_bytes AS virtual_memory,
       greatest(t.boottime_us - p.start_boottime_us, 0) / 1e6 AS runtime, r.threads,
       r.read_total AS read_bytes, r.written_total AS write_bytes,
       1e6 * CASE WHEN t.interval_us IS NULL OR r.read_total IS NULL THEN NULL WHEN t.tick = r.tick THEN r.read_bytes ELSE 0 END
           / least(t.interval_us, greatest(t.boottime_us - p.start_boottime_us, 10000)) AS read_rate,
       1e6 * CASE WHEN t.interval_us IS NULL OR r.written_total IS NULL THEN NULL WHEN t.tick = r.tick THEN r.written_bytes ELSE 0 END
           / least(t.interval_us, greatest(t.boottime_us - p.start_boottime_us, 10000)) AS write_rate,
       r.open_files, p.unit, p.container, p.cgroup, p.kernel_thread, p.generation
FROM hot.ticks t
JOIN hot.intervals r ON r.keyframe = t.keyframe AND r.tick <= t.tick AND r.until_tick > t.tick
JOIN hot.processes p ON p.process_id = r.process_id AND p.version = r.version
WHERE r.status <> 0;

-- A process was last seen at the last tick that has it: before the one that found it gone, else the newest of its boot.
-- Ticks have no holes, but retention may have dropped the one before the oldest row.
CREATE VIEW processes AS
WITH last AS (
    SELECT process_id, max(tick) AS tick, arg_max(version, tick) AS version, arg_max(status, tick) = 0 AS gone
    FROM hot.process_samples GROUP BY process_id
), boots AS (
    SELECT boot_id, max(tick) AS last_tick, boot_id = (SELECT arg_max(boot_id, tick) FROM hot.ticks) AS is_newest
    FROM hot.ticks GROUP BY boot_id
), first AS (SELECT process_id, min(first_tick) AS tick, min_by(first_seen, first_tick) AS seen FROM hot.processes GROUP BY process_id)
SELECT p.process_id, p.boot_id, p.pid, p.start_time, first.seen AS first_seen,
       coalesce(t.timestamp, first.seen) AS last_seen, last.gone OR NOT boots.is_newest AS exited,
       p.name, p.cmdline, p.user_name AS "user", p.user_id, p.parent_pid, p.unit, p.container, p.cgroup,
       p.kernel_thread, p.generation
FROM last
JOIN hot.processes p USING (process_id, version)
JOIN first USING (process_id)
JOIN boots USING (boot_id)
LEFT JOIN hot.ticks t ON t.tick = CASE WHEN last.gone THEN last.tick - 1 ELSE boots.last_tick END;

-- The process table of one instant: that of the last tick at or before it. Nothing within a gap, unless a wall clock that
-- was set back has ticks there, and nothing long after the newest tick.
CREATE MACRO processes_at(instant) AS TABLE
WITH newest AS (
    SELECT arg_max(struct_pack(tick := tick, timestamp := timestamp, interval_us := interval_us), (timestamp, tick)) AS t
    FROM hot.ticks WHERE timestamp <= instant
)
SELECT m.* FROM process_metrics m
WHERE m.tick = (SELECT t.tick FROM newest)
  AND NOT EXISTS (
      SELECT 1 FROM hot.gaps g, newest
      WHERE g.stream = 'processes' AND g.from_time <= instant AND g.from_time > newest.t.timestamp
        AND coalesce(g.to_time > instant, true))
  AND (EXISTS (SELECT 1 FROM hot.ticks WHERE timestamp > instant)
       OR instant <= (SELECT t.timestamp + to_microseconds(greatest(3 * coalesce(t.interval_us, 0), 15000000)) FROM newest));
