-- Schema 5: the pattern of each log line.
--
-- `pattern` is the number of the message's template: the first eight bytes of its SHA-256. The text is nowhere; it is made from
-- the message of any line that has the number. Lines of earlier schemas, and those without a message, have NULL.

DROP VIEW journal_logs;
DROP VIEW recorded.log_lines;
DROP VIEW sealed.log_lines;
DROP VIEW hot.log_rows;

ALTER TABLE hot.log_lines ADD COLUMN pattern BIGINT;

CREATE VIEW hot.log_rows AS
SELECT l.line, l.timestamp, l.monotonic_us, o.source, o.sequence_id, l.sequence, o.boot_id, o.machine_id, o.hostname,
       o.transport, l.priority, l.facility, o.unit, o.user_unit, l.about_unit, o.slice, o.session, o.invocation_id, o.identifier,
       o.pid, o.uid, o.gid, o.comm, o.exe, o.cmdline, l.message, l.message_bytes, l.message_id, l.code_file, l.code_line,
       l.code_function, l.errno, l.fields::JSON::MAP(VARCHAR, VARCHAR[]) AS fields, l.pattern
FROM hot.log_lines l JOIN hot.log_origins o USING (origin_id);

CREATE VIEW sealed.log_lines AS SELECT *, 0 AS segment FROM hot.log_rows WHERE false;
CREATE VIEW recorded.log_lines AS SELECT * FROM sealed.log_lines UNION ALL SELECT *, 0 FROM hot.log_rows;
CREATE VIEW journal_logs AS SELECT * EXCLUDE (segment) FROM recorded.log_lines;
