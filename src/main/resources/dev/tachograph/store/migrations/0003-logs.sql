-- Schema 3: log lines.
--
-- Lines are numbered by the store in the order in which they are stored, which need not be that of their times. Who wrote a
-- line is the same for many lines and stands apart while they are hot; in the sealed files each line has all of it.

CREATE TABLE hot.log_origins (
    origin_id       BIGINT NOT NULL,
    source          VARCHAR NOT NULL,
    sequence_id     UUID,
    boot_id         UUID,
    machine_id      UUID,
    hostname        VARCHAR,
    transport       VARCHAR,
    unit            VARCHAR,
    user_unit       VARCHAR,
    slice           VARCHAR,
    session         VARCHAR,
    invocation_id   UUID,
    identifier      VARCHAR,
    pid             INTEGER,
    uid             BIGINT,
    gid             BIGINT,
    comm            VARCHAR,
    exe             VARCHAR,
    cmdline         VARCHAR
);

CREATE TABLE hot.log_lines (
    line            BIGINT NOT NULL,
    origin_id       BIGINT NOT NULL,
    timestamp       TIMESTAMPTZ NOT NULL,
    monotonic_us    BIGINT,
    sequence        BIGINT NOT NULL,
    priority        TINYINT,
    facility        TINYINT,
    message         VARCHAR,
    message_bytes   BIGINT,
    about_unit      VARCHAR,
    message_id      UUID,
    code_file       VARCHAR,
    code_line       INTEGER,
    code_function   VARCHAR,
    errno           INTEGER,
    fields          VARCHAR -- a JSON object of lists: to append a map takes longer than all other columns together
);

-- What is too large for a row or no text, whole. `message_bytes` of a line says how large its message here is.
CREATE TABLE hot.log_values (
    line            BIGINT NOT NULL,
    timestamp       TIMESTAMPTZ NOT NULL,
    field           VARCHAR NOT NULL,
    value           BLOB NOT NULL
);

-- How far each reader is, as of the lines stored with it.
CREATE TABLE hot.log_positions (
    reader          VARCHAR NOT NULL,
    position        VARCHAR NOT NULL
);

CREATE VIEW hot.log_rows AS
SELECT l.line, l.timestamp, l.monotonic_us, o.source, o.sequence_id, l.sequence, o.boot_id, o.machine_id, o.hostname,
       o.transport, l.priority, l.facility, o.unit, o.user_unit, l.about_unit, o.slice, o.session, o.invocation_id, o.identifier,
       o.pid, o.uid, o.gid, o.comm, o.exe, o.cmdline, l.message, l.message_bytes, l.message_id, l.code_file, l.code_line,
       l.code_function, l.errno, l.fields::JSON::MAP(VARCHAR, VARCHAR[]) AS fields
FROM hot.log_lines l JOIN hot.log_origins o USING (origin_id);

CREATE VIEW sealed.log_lines AS SELECT *, 0 AS segment FROM hot.log_rows WHERE false;
CREATE VIEW sealed.log_values AS SELECT *, 0 AS segment FROM hot.log_values WHERE false;

CREATE VIEW recorded.log_lines AS SELECT * FROM sealed.log_lines UNION ALL SELECT *, 0 FROM hot.log_rows;
CREATE VIEW recorded.log_values AS SELECT * FROM sealed.log_values UNION ALL SELECT *, 0 FROM hot.log_values;

CREATE VIEW journal_logs AS SELECT * EXCLUDE (segment) FROM recorded.log_lines;
CREATE VIEW log_values AS SELECT * EXCLUDE (segment) FROM recorded.log_values;

-- Numbers of lines go further than those of ticks.
ALTER TABLE hot.segments ALTER from_tick TYPE BIGINT;
ALTER TABLE hot.segments ALTER until_tick TYPE BIGINT;

CREATE OR REPLACE VIEW segments AS
SELECT type, segment, from_tick, until_tick, day, from_time, to_time, hours, ticks, samples, bytes, sha256, schema_version, sealed_at
FROM hot.segments;

-- As before, but for the segments that it asks: those of processes.
CREATE OR REPLACE MACRO processes_at(instant) AS TABLE
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
        (SELECT max(timestamp) FROM hot.ticks), (SELECT max(to_time) FROM hot.segments WHERE type = 'processes'),
        n.timestamp + to_microseconds(greatest(3 * coalesce(n.interval_us, 0), 15000000)))
)
SELECT m.* EXCLUDE (segment) FROM recorded.process_metrics m JOIN seen ON m.segment = seen.segment AND m.tick = seen.tick
WHERE m.timestamp > instant - INTERVAL 20 MINUTE AND m.timestamp <= instant; -- what the planner needs in order to read little
