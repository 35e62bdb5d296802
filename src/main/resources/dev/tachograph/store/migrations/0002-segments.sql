-- Schema 2: what is older than an hour or two lies in sealed segments, of which this file holds the list.
--
-- The hot tables keep the newest stretches. A segment is a folder of Parquet files with whole stretches; `segment` is its
-- number, and 0 for what is hot. Hot rows no longer have the totals since a process began: those are the running sum,
-- over the rows of a process within a stretch, of what it did (`cpu_us`) and of what no row accounts for (`cpu_before_us`:
-- at the begin of a stretch all that came before). A total that is not known has neither.

DROP VIEW processes;
DROP VIEW process_metrics;
DROP VIEW hot.intervals;
DROP VIEW recorder;
DROP VIEW ticks;
DROP VIEW events;
DROP VIEW gaps;
DROP MACRO TABLE processes_at;

CREATE TABLE hot.new_ticks (
    tick                   INTEGER NOT NULL,
    timestamp              TIMESTAMPTZ NOT NULL,
    boot_id                UUID NOT NULL,
    boottime_us            BIGINT NOT NULL,
    monotonic_us           BIGINT NOT NULL,
    interval_us            BIGINT,
    keyframe               INTEGER NOT NULL,
    processes              INTEGER NOT NULL,
    cost_us                BIGINT NOT NULL,
    host_busy_us           BIGINT,
    attributed_us          BIGINT,
    recorder_cpu_us        BIGINT,
    recorder_rss_bytes     BIGINT,
    recorder_written_bytes BIGINT,
    queue_depth            INTEGER NOT NULL
);
INSERT INTO hot.new_ticks
SELECT t.tick, t.timestamp, t.boot_id, t.boottime_us, t.monotonic_us, t.interval_us, t.keyframe, t.processes, t.cost_us,
       t.host_busy_us, t.attributed_us, r.cpu_us, r.rss_bytes, r.written_bytes, coalesce(r.queue_depth, 0)
FROM hot.ticks t LEFT JOIN hot.recorder r USING (tick) ORDER BY t.tick;

CREATE TABLE hot.new_process_samples (
    keyframe        INTEGER NOT NULL,
    tick            INTEGER NOT NULL,
    process_id      BIGINT NOT NULL,
    version         INTEGER NOT NULL,
    status          TINYINT NOT NULL,
    threads         INTEGER,
    rss_bytes       BIGINT,
    virtual_bytes   BIGINT,
    open_files      INTEGER,
    cpu_us          BIGINT,
    read_bytes      BIGINT,
    written_bytes   BIGINT,
    cpu_before_us   BIGINT,
    read_before     BIGINT,
    written_before  BIGINT
);
INSERT INTO hot.new_process_samples
WITH known AS (
    SELECT *, CASE WHEN read_total IS NOT NULL THEN read_bytes END AS read_known,
           CASE WHEN written_total IS NOT NULL THEN written_bytes END AS written_known,
           coalesce(last_value(cpu_total_us IGNORE NULLS) OVER earlier, 0) AS cpu_told,
           coalesce(last_value(read_total IGNORE NULLS) OVER earlier, 0) AS read_told,
           coalesce(last_value(written_total IGNORE NULLS) OVER earlier, 0) AS written_told
    FROM hot.process_samples
    WINDOW earlier AS (PARTITION BY keyframe, process_id ORDER BY tick ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), rest AS (
    SELECT *, cpu_total_us - cpu_told - coalesce(cpu_us, 0) AS cpu_rest,
           read_total - read_told - coalesce(read_known, 0) AS read_rest,
           written_total - written_told - coalesce(written_known, 0) AS written_rest
    FROM known
)
SELECT keyframe, tick, process_id, version, status, threads, rss_bytes, virtual_bytes, open_files,
       cpu_us, read_known, written_known,
       CASE WHEN cpu_rest <> 0 OR cpu_us IS NULL THEN cpu_rest END,
       CASE WHEN read_rest <> 0 OR read_known IS NULL THEN read_rest END,
       CASE WHEN written_rest <> 0 OR written_known IS NULL THEN written_rest END
FROM rest ORDER BY tick, process_id;

-- Events and gaps are told with a tick; `tick` is its number, or that of the last one for last words.
ALTER TABLE hot.events ADD COLUMN tick INTEGER;
UPDATE hot.events SET tick = coalesce(
    (SELECT min(t.tick) FROM hot.ticks t WHERE t.timestamp >= hot.events.timestamp), (SELECT max(tick) FROM hot.ticks), 0);
ALTER TABLE hot.gaps ADD COLUMN tick INTEGER;
UPDATE hot.gaps SET tick = coalesce(
    (SELECT min(t.tick) FROM hot.ticks t WHERE t.timestamp >= coalesce(hot.gaps.to_time, hot.gaps.from_time)),
    (SELECT max(tick) FROM hot.ticks), 0);

DROP TABLE hot.recorder;
DROP TABLE hot.ticks;
DROP TABLE hot.process_samples;
ALTER TABLE hot.new_ticks RENAME TO ticks;
ALTER TABLE hot.new_process_samples RENAME TO process_samples;

-- The manifest: everything that is asked of a segment without opening it.
CREATE TABLE hot.segments (
    type            VARCHAR NOT NULL,
    segment         INTEGER NOT NULL,
    from_tick       INTEGER NOT NULL,
    until_tick      INTEGER NOT NULL,
    day             DATE NOT NULL,
    from_time       TIMESTAMPTZ NOT NULL,
    to_time         TIMESTAMPTZ NOT NULL,
    hours           INTEGER NOT NULL,
    ticks           BIGINT NOT NULL,
    samples         BIGINT NOT NULL,
    max_process_id  BIGINT NOT NULL,
    bytes           BIGINT NOT NULL,
    sha256          VARCHAR NOT NULL,
    schema_version  INTEGER NOT NULL,
    sealed_at       TIMESTAMPTZ NOT NULL
);

CREATE TABLE hot.segment_files (
    type            VARCHAR NOT NULL,
    segment         INTEGER NOT NULL,
    file            VARCHAR NOT NULL,
    rows            BIGINT NOT NULL,
    bytes           BIGINT NOT NULL,
    sha256          VARCHAR NOT NULL,
    min_time        TIMESTAMPTZ,
    max_time        TIMESTAMPTZ
);

-- Folders that nothing reads any more, until they are removed.
CREATE TABLE hot.retired_segments (
    type            VARCHAR NOT NULL,
    segment         INTEGER NOT NULL,
    day             DATE NOT NULL,
    retired_at      TIMESTAMPTZ NOT NULL
);

-- What the sealed files hold; made anew, with the list of files, whenever a segment comes or goes.
CREATE SCHEMA sealed;
CREATE SCHEMA recorded;

CREATE VIEW sealed.ticks AS SELECT *, 0 AS segment FROM hot.ticks WHERE false;

CREATE VIEW sealed.processes AS
SELECT *, 0 AS last_tick, now() AS last_seen, false AS gone, 0 AS segment FROM hot.processes WHERE false;

-- A row for each stretch of ticks over which nothing about a process changed, or over which it is gone (status 0): true
-- from `tick` on, at so many `ticks`; those of the row that was stored last are not known yet.
CREATE VIEW hot.changes AS
SELECT *, coalesce(lead(tick) OVER stretch, 2147483647) - tick AS ticks,
       (sum(coalesce(cpu_us, 0) + coalesce(cpu_before_us, 0)) OVER stretch)::BIGINT AS cpu_total_us,
       CASE WHEN read_bytes IS NOT NULL OR read_before IS NOT NULL
            THEN (sum(coalesce(read_bytes, 0) + coalesce(read_before, 0)) OVER stretch)::BIGINT END AS read_total,
       CASE WHEN written_bytes IS NOT NULL OR written_before IS NOT NULL
            THEN (sum(coalesce(written_bytes, 0) + coalesce(written_before, 0)) OVER stretch)::BIGINT END AS written_total
FROM hot.process_samples
WINDOW stretch AS (PARTITION BY keyframe, process_id ORDER BY tick);

-- The same with what the processes are.
CREATE VIEW hot.intervals AS
SELECT r.keyframe, r.tick, r.ticks, t.timestamp, r.process_id, p.pid, p.start_time, p.start_boottime_us, p.generation, p.parent_pid,
       p.name, p.cmdline, p.user_id, p.user_name, p.cgroup, p.unit, p.container, p.kernel_thread, r.status, r.threads,
       r.rss_bytes, r.virtual_bytes, r.open_files, r.cpu_us, r.read_bytes, r.written_bytes, r.cpu_total_us, r.read_total, r.written_total
FROM hot.changes r JOIN hot.processes p USING (process_id, version) JOIN hot.ticks t USING (tick)
WHERE r.status <> 0;

CREATE VIEW sealed.process_samples AS SELECT *, 0 AS segment FROM hot.intervals WHERE false;

-- Hot and sealed together.
CREATE VIEW recorded.ticks AS SELECT * FROM sealed.ticks UNION ALL SELECT *, 0 FROM hot.ticks;

CREATE VIEW recorded.intervals AS SELECT * FROM sealed.process_samples UNION ALL SELECT *, 0 FROM hot.intervals;

CREATE VIEW ticks AS
SELECT tick, timestamp, boot_id, boottime_us, monotonic_us, interval_us, processes, cost_us,
       host_busy_us, attributed_us, host_busy_us - attributed_us AS unattributed_us
FROM recorded.ticks;

CREATE VIEW recorder AS
SELECT timestamp, 100.0 * recorder_cpu_us / interval_us AS cpu_usage, recorder_cpu_us AS cpu_us,
       recorder_rss_bytes AS rss_bytes, recorder_written_bytes AS written_bytes, queue_depth
FROM recorded.ticks;

CREATE VIEW events AS SELECT timestamp, boot_id, kind, amount_us, detail FROM hot.events;

CREATE VIEW gaps AS SELECT stream, from_time, to_time, cause, count, detail FROM hot.gaps;

CREATE VIEW segments AS
SELECT type, segment, from_tick, until_tick, day, from_time, to_time, hours, ticks, samples, bytes, sha256, schema_version, sealed_at
FROM hot.segments;

-- Activity belongs to the tick of its row: on the ticks after it the process did not run. A process younger than the
-- interval counts from its start, which the kernel tells to a hundredth of a second.
CREATE VIEW recorded.process_metrics AS
SELECT t.segment, t.timestamp, t.tick, r.process_id, r.pid, r.start_time, r.parent_pid, r.name, r.cmdline,
       r.user_name AS "user", r.user_id, process_status(r.status) AS status,
       100.0 * CASE WHEN t.interval_us IS NULL THEN NULL WHEN t.tick = r.tick THEN r.cpu_us ELSE 0 END
             / least(t.interval_us, greatest(t.boottime_us - r.start_boottime_us, 10000)) AS cpu_usage,
       r.cpu_total_us / 1e6 AS cpu_time,
       r.rss_bytes AS mem_usage, r.virtual_bytes AS virtual_memory,
       greatest(t.boottime_us - r.start_boottime_us, 0) / 1e6 AS runtime, r.threads,
       r.read_total AS read_bytes, r.written_total AS write_bytes,
       1e6 * CASE WHEN t.interval_us IS NULL OR r.read_total IS NULL THEN NULL WHEN t.tick = r.tick THEN r.read_bytes ELSE 0 END
           / least(t.interval_us, greatest(t.boottime_us - r.start_boottime_us, 10000)) AS read_rate,
       1e6 * CASE WHEN t.interval_us IS NULL OR r.written_total IS NULL THEN NULL WHEN t.tick = r.tick THEN r.written_bytes ELSE 0 END
           / least(t.interval_us, greatest(t.boottime_us - r.start_boottime_us, 10000)) AS write_rate,
       r.open_files, r.unit, r.container, r.cgroup, r.kernel_thread, r.generation
FROM recorded.ticks t
JOIN recorded.intervals r ON r.segment = t.segment AND r.keyframe = t.keyframe AND r.tick <= t.tick AND r.tick + r.ticks > t.tick;

CREATE VIEW process_metrics AS SELECT * EXCLUDE (segment) FROM recorded.process_metrics;

-- What the store keeps: a row where something about a process changed, and one for every process at the begin of a
-- stretch. Sums over it are exact, and a hundred times cheaper than over process_metrics.
CREATE VIEW process_changes AS
SELECT timestamp, tick, process_id, pid, name, cpu_us, read_bytes, written_bytes AS write_bytes, rss_bytes AS mem_usage, threads, segment
FROM sealed.process_samples
UNION ALL
SELECT t.timestamp, s.tick, s.process_id, p.pid, p.name, s.cpu_us, s.read_bytes, s.written_bytes, s.rss_bytes, s.threads, 0
FROM hot.process_samples s JOIN hot.ticks t USING (tick) JOIN hot.processes p USING (process_id, version) WHERE s.status <> 0;

-- A process was last seen at the last tick that has it: before the one that found it gone, else the newest of its boot.
-- Which of its rows says so is found by numbers alone: keeping the texts of all while looking takes more memory than there is.
CREATE VIEW processes AS
WITH hot_last AS (
    SELECT process_id, max(tick) AS tick, arg_max(version, tick) AS version, arg_max(status, tick) = 0 AS gone
    FROM hot.process_samples GROUP BY process_id
), hot_boots AS (
    SELECT boot_id, max(tick) AS tick, max_by(timestamp, tick) AS timestamp FROM hot.ticks GROUP BY boot_id
), lives AS NOT MATERIALIZED (
    SELECT p.* EXCLUDE (segment), (gone::BIGINT * 2147483648 + last_tick) * 1048576 + version AS known FROM sealed.processes p
    UNION ALL
    SELECT *, (gone::BIGINT * 2147483648 + last_tick) * 1048576 + version FROM (
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
       lives.name, lives.cmdline, lives.user_name AS "user", lives.user_id, lives.parent_pid, lives.unit, lives.container,
       lives.cgroup, lives.kernel_thread, lives.generation
FROM lives JOIN newest USING (process_id, known) JOIN first USING (process_id)
WHERE newest.last_seen IS NOT NULL; -- else all that is left of it is that it is gone

-- The process table of one instant: that of the last tick at or before it. Nothing within a gap, unless a wall clock that
-- was set back has ticks there, and nothing long after the newest tick. Only segments that can hold that tick are read.
CREATE MACRO processes_at(instant) AS TABLE
WITH begun AS (
    SELECT segment, from_time, to_time FROM hot.segments WHERE type = 'processes' AND from_time <= instant
    UNION ALL
    SELECT 0, min(timestamp), max(timestamp) FROM hot.ticks WHERE timestamp <= instant HAVING count(*) > 0
), newest AS (
    SELECT segment, tick, timestamp, interval_us FROM recorded.ticks
    WHERE timestamp <= instant AND segment IN (SELECT segment FROM begun WHERE to_time >= (SELECT max(from_time) FROM begun))
    ORDER BY timestamp DESC, tick DESC LIMIT 1
), seen AS (
    SELECT segment, tick FROM newest n
    WHERE n.timestamp >= (
        SELECT coalesce(max(from_time), '-infinity') FROM hot.gaps
        WHERE stream = 'processes' AND from_time <= instant AND coalesce(to_time > instant, true))
      AND instant <= greatest(
        (SELECT max(timestamp) FROM hot.ticks), (SELECT max(to_time) FROM hot.segments),
        n.timestamp + to_microseconds(greatest(3 * coalesce(n.interval_us, 0), 15000000)))
)
SELECT m.* EXCLUDE (segment) FROM recorded.process_metrics m JOIN seen ON m.segment = seen.segment AND m.tick = seen.tick
WHERE m.timestamp > instant - INTERVAL 20 MINUTE AND m.timestamp <= instant; -- what the planner needs in order to read little
