-- ? error | stats count by unit | sort -count | head 5
WITH
-- error
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND (regexp_matches(message, '(?i)error') OR line IN (
            SELECT line FROM log_values WHERE field = 'MESSAGE' AND timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
            AND coalesce(regexp_matches(TRY(decode(value)), '(?i)error'), regexp_matches(value::VARCHAR, '^(?:[^\\]|\\x[0-9A-F]{2})*?(?:e|E)(?:r|R)(?:r|R)(?:o|O)(?:r|R)'))))
),
-- stats count by unit
step2 AS (
    SELECT unit,
           count(*) AS count
    FROM step1
    GROUP BY unit
),
-- sort -count
-- head 5
step3 AS (
    SELECT *
    FROM step2
    ORDER BY count DESC NULLS LAST, unit
    LIMIT 5
)
SELECT unit, count
FROM step3
ORDER BY count DESC NULLS LAST, unit

-- ? level:err+ -nginx | timechart span=1h count by unit
WITH
-- level:err+ -nginx
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND (priority <= 3 AND ((regexp_matches(message, '(?i)nginx') OR line IN (
            SELECT line FROM log_values WHERE field = 'MESSAGE' AND timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
            AND coalesce(regexp_matches(TRY(decode(value)), '(?i)nginx'), regexp_matches(value::VARCHAR, '^(?:[^\\]|\\x[0-9A-F]{2})*?(?:n|N)(?:g|G)(?:i|I)(?:n|N)(?:x|X)'))))) IS NOT TRUE)
),
-- timechart span=1h count by unit
step2_series AS (
    SELECT unit AS __series
    FROM step1
    GROUP BY __series
    ORDER BY count(*) DESC NULLS LAST, __series
    LIMIT 10
),
step2_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '1 hour', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '1 hour', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '1 hour') t(__at)
),
step2_figures AS (
    SELECT time_bucket(INTERVAL '1 hour', timestamp) AS __bin,
           CASE WHEN EXISTS (FROM step2_series t WHERE t.__series IS NOT DISTINCT FROM unit) THEN unit ELSE 'OTHER' END AS __series,
           count(*) AS count
    FROM step1
    GROUP BY __bin, __series
),
step2 AS (
    SELECT b.__bin AS timestamp, s.__series AS unit, coalesce(f.count, 0) AS count
    FROM step2_bins b
    CROSS JOIN (SELECT DISTINCT __series FROM step2_figures) s
    LEFT JOIN step2_figures f ON f.__bin = b.__bin AND f.__series IS NOT DISTINCT FROM s.__series
)
SELECT timestamp, unit, count
FROM step2
ORDER BY timestamp, unit

-- ? timeout | context 3
WITH
-- timeout
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND (regexp_matches(message, '(?i)timeout') OR line IN (
            SELECT line FROM log_values WHERE field = 'MESSAGE' AND timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
            AND coalesce(regexp_matches(TRY(decode(value)), '(?i)timeout'), regexp_matches(value::VARCHAR, '^(?:[^\\]|\\x[0-9A-F]{2})*?(?:t|T)(?:i|I)(?:m|M)(?:e|E)(?:o|O)(?:u|U)(?:t|T)'))))
),
-- context 3
step2_near AS (
    SELECT line, matched
    FROM (
        SELECT line, timestamp, source, hostname, coalesce(unit, identifier) AS stream,
               line IN (SELECT line FROM step1) AS matched
        FROM journal_logs
        WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
    )
    QUALIFY bool_or(matched) OVER (
        PARTITION BY source, hostname, stream
        ORDER BY timestamp, line ROWS BETWEEN 3 PRECEDING AND 3 FOLLOWING
    )
),
step2 AS (
    SELECT l.*, n.matched
    FROM journal_logs l JOIN step2_near n ON n.line = l.line
    WHERE l.timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND l.timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
)
SELECT line, timestamp, priority, ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] AS level, hostname, unit, identifier, pid, message, source, matched
FROM step2
ORDER BY timestamp DESC NULLS LAST, line DESC NULLS LAST

-- ? "connection refused" OR /time(d )?out/i | top 3 identifier
WITH
-- "connection refused" OR /time(d )?out/i
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND ((regexp_matches(message, '(?i)connection refused') OR line IN (
            SELECT line FROM log_values WHERE field = 'MESSAGE' AND timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
            AND coalesce(regexp_matches(TRY(decode(value)), '(?i)connection refused'), regexp_matches(value::VARCHAR, '^(?:[^\\]|\\x[0-9A-F]{2})*?(?:c|C)(?:o|O)(?:n|N)(?:n|N)(?:e|E)(?:c|C)(?:t|T)(?:i|I)(?:o|O)(?:n|N)(?: )(?:r|R)(?:e|E)(?:f|F)(?:u|U)(?:s|S)(?:e|E)(?:d|D)')))) OR (regexp_matches(message, 'time(d )?out', 'i') OR line IN (
            SELECT line FROM log_values WHERE field = 'MESSAGE' AND timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
            AND regexp_matches(TRY(decode(value)), 'time(d )?out', 'i'))))
),
-- top 3 identifier
step2 AS (
    SELECT identifier,
           count(*) AS count,
           100.0 * count(*) / sum(count(*)) OVER () AS percent
    FROM step1
    WHERE identifier IS NOT NULL
    GROUP BY identifier
    QUALIFY row_number() OVER (ORDER BY count(*) DESC, identifier) <= 3
)
SELECT identifier, count, percent
FROM step2
ORDER BY count DESC NULLS LAST, identifier

-- ? | top 3 unit by level
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- top 3 unit by level
step2 AS (
    SELECT ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] AS level, unit,
           count(*) AS count,
           100.0 * count(*) / sum(count(*)) OVER (PARTITION BY ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1]) AS percent
    FROM step1
    WHERE unit IS NOT NULL
    GROUP BY ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1], unit
    QUALIFY row_number() OVER (PARTITION BY ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] ORDER BY count(*) DESC, unit) <= 3
)
SELECT level, unit, count, percent
FROM step2
ORDER BY level, count DESC NULLS LAST, unit

-- ? | rare 5 message
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- rare 5 message
step2 AS (
    SELECT message,
           count(*) AS count,
           100.0 * count(*) / sum(count(*)) OVER () AS percent
    FROM step1
    WHERE message IS NOT NULL
    GROUP BY message
    QUALIFY row_number() OVER (ORDER BY count(*), message) <= 5
)
SELECT message, count, percent
FROM step2
ORDER BY count, message

-- ? | dedup 2 unit | fields timestamp unit message
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- dedup 2 unit
step2 AS (
    SELECT *
    FROM step1
    WHERE unit IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY unit ORDER BY timestamp DESC NULLS LAST, line DESC NULLS LAST) <= 2
),
-- fields timestamp unit message
step3 AS (
    SELECT timestamp, unit, message, line AS __order1
    FROM step2
)
SELECT timestamp, unit, message
FROM step3
ORDER BY timestamp DESC NULLS LAST, __order1 DESC NULLS LAST

-- ? | dedup unit, level sortby timestamp | fields - fields
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- dedup unit, level sortby timestamp
step2 AS (
    SELECT *
    FROM step1
    WHERE unit IS NOT NULL AND ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY unit, ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] ORDER BY timestamp, line DESC NULLS LAST) <= 1
),
-- fields - fields
step3 AS (
    SELECT * EXCLUDE (fields)
    FROM step2
)
SELECT line, timestamp, priority, ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] AS level, hostname, unit, identifier, pid, message, source
FROM step3
ORDER BY timestamp, line DESC NULLS LAST

-- ? unit:ssh | rex "Failed password for (invalid user )?(?<user>\S+) from (?<address>[0-9.]+)" | where user is not null | top 10 address
WITH
-- unit:ssh
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND (unit IN ('ssh', 'ssh.service') OR about_unit IN ('ssh', 'ssh.service') OR user_unit IN ('ssh', 'ssh.service'))
),
-- rex "Failed password for (invalid user )?(?<user>\S+) from (?<address>[0-9.]+)"
step2 AS (
    SELECT *, nullif(regexp_extract(message, 'Failed password for (invalid user )?(?P<user>\S+) from (?P<address>[0-9.]+)', 2), '') AS user
    FROM step1
),
step3 AS (
    SELECT *, nullif(regexp_extract(message, 'Failed password for (invalid user )?(?P<user>\S+) from (?P<address>[0-9.]+)', 3), '') AS address
    FROM step2
),
-- where user is not null
step4 AS (
    SELECT *
    FROM step3
    WHERE user IS NOT NULL
),
-- top 10 address
step5 AS (
    SELECT address,
           count(*) AS count,
           100.0 * count(*) / sum(count(*)) OVER () AS percent
    FROM step4
    WHERE address IS NOT NULL
    GROUP BY address
    QUALIFY row_number() OVER (ORDER BY count(*) DESC, address) <= 10
)
SELECT address, count, percent
FROM step5
ORDER BY count DESC NULLS LAST, address

-- ? level:err+ | join processes | stats count by process_name, process_user
WITH
-- level:err+
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND (priority <= 3)
),
-- join processes
step2_lives AS (
    SELECT *, last_seen + (
               SELECT coalesce(to_microseconds((2 * median(interval_us))::BIGINT), INTERVAL '10 seconds')
               FROM ticks WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
           ) AS until
    FROM processes
    WHERE start_time < TIMESTAMPTZ '2026-11-26T00:00:01Z' AND last_seen >= TIMESTAMPTZ '2026-11-24T23:50:00Z'
),
step2 AS (
    SELECT r.* EXCLUDE (__row), p.name AS process_name, p.cmdline AS process_cmdline, p.user AS process_user, p.parent_pid AS process_parent_pid, p.start_time AS process_start_time, p.last_seen AS process_last_seen, p.unit AS process_unit, p.user_unit AS process_user_unit, p.slice AS process_slice, p.session AS process_session, p.container AS process_container, p.container_runtime AS process_container_runtime, p.container_name AS process_container_name, p.cgroup AS process_cgroup
    FROM (SELECT *, row_number() OVER () AS __row FROM step1) r
    LEFT JOIN step2_lives p
      ON p.pid = r.pid AND (r.boot_id IS NULL OR p.boot_id = r.boot_id)
     AND p.start_time <= r.timestamp + INTERVAL '1 second' AND p.until >= r.timestamp
    QUALIFY row_number() OVER (PARTITION BY r.__row ORDER BY p.start_time DESC) = 1
),
-- stats count by process_name, process_user
step3 AS (
    SELECT process_name,
           process_user,
           count(*) AS count
    FROM step2
    GROUP BY process_name, process_user
)
SELECT process_name, process_user, count
FROM step3
ORDER BY process_name, process_user

-- ? | stats count() if (priority <= 3) as errors, count(priority > 3) as rest, rate by timestamp span=6h
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- stats count() if (priority <= 3) as errors, count(priority > 3) as rest, rate by timestamp span=6h
step2 AS (
    SELECT time_bucket(INTERVAL '6 hours', timestamp) AS timestamp,
           count(*) FILTER (WHERE priority <= 3) AS errors,
           count(*) FILTER (WHERE priority > 3) AS rest,
           count(*) / 21600 AS rate
    FROM step1
    GROUP BY time_bucket(INTERVAL '6 hours', timestamp)
)
SELECT timestamp, errors, rest, rate
FROM step2
ORDER BY timestamp

-- ? | eval hour = hour(timestamp), bad = if(priority <= "warning", "bad", "ok") | stats count by hour, bad
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- eval hour = hour(timestamp), bad = if(priority <= "warning", "bad", "ok")
step2 AS (
    SELECT *, hour(timezone('Z', timestamp)) AS hour
    FROM step1
),
step3 AS (
    SELECT *, CASE WHEN priority <= 4 THEN 'bad' ELSE 'ok' END AS bad
    FROM step2
),
-- stats count by hour, bad
step4 AS (
    SELECT hour,
           bad,
           count(*) AS count
    FROM step3
    GROUP BY hour, bad
)
SELECT hour, bad, count
FROM step4
ORDER BY hour, bad

-- ? | where _TRANSPORT = "journal" or fields.FOO = "x" | stats values(hostname), list(pid), first(message), latest(message) by SYSLOG_IDENTIFIER
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- where _TRANSPORT = "journal" or fields.FOO = "x"
step2 AS (
    SELECT *
    FROM step1
    WHERE transport = 'journal' OR fields['FOO'][1] = 'x'
),
-- stats values(hostname), list(pid), first(message), latest(message) by SYSLOG_IDENTIFIER
step3 AS (
    SELECT identifier AS "SYSLOG_IDENTIFIER",
           list_sort(list(DISTINCT hostname) FILTER (WHERE hostname IS NOT NULL)) AS values_hostname,
           list(pid ORDER BY timestamp DESC NULLS LAST, line DESC NULLS LAST) FILTER (WHERE pid IS NOT NULL) AS list_pid,
           first(message ORDER BY timestamp DESC NULLS LAST, line DESC NULLS LAST) AS first_message,
           arg_max(message, timestamp) AS latest_message
    FROM step2
    GROUP BY identifier
)
SELECT "SYSLOG_IDENTIFIER", values_hostname, list_pid, first_message, latest_message
FROM step3
ORDER BY "SYSLOG_IDENTIFIER"

-- ? | where message ~ "tim(e|ing)" and not (unit in ("a.service", "b.service")) and pid between 5 and 10
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- where message ~ "tim(e|ing)" and not (unit in ("a.service", "b.service")) and pid between 5 and 10
step2 AS (
    SELECT *
    FROM step1
    WHERE regexp_matches(message, 'tim(e|ing)') AND NOT unit IN ('a.service', 'b.service') AND pid >= 5 AND pid <= 10
)
SELECT line, timestamp, priority, ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] AS level, hostname, unit, identifier, pid, message, source
FROM step2
ORDER BY timestamp DESC NULLS LAST, line DESC NULLS LAST

-- ? | where boot_id = "3f0e6a7c1b2d4e5f8a9b0c1d2e3f4a5b" and timestamp > "2026-11-25 12:00" | tail 20
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- where boot_id = "3f0e6a7c1b2d4e5f8a9b0c1d2e3f4a5b" and timestamp > "2026-11-25 12:00"
step2 AS (
    SELECT *
    FROM step1
    WHERE boot_id = '3f0e6a7c1b2d4e5f8a9b0c1d2e3f4a5b'::UUID AND timestamp > TIMESTAMPTZ '2026-11-25T12:00:00Z'
),
-- tail 20
step3 AS (
    SELECT *
    FROM step2
    ORDER BY timestamp, line
    LIMIT 20
)
SELECT line, timestamp, priority, ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] AS level, hostname, unit, identifier, pid, message, source
FROM step3
ORDER BY timestamp DESC NULLS LAST, line DESC NULLS LAST

-- ? | bin timestamp span=12h as half | stats dc(unit) by half
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- bin timestamp span=12h as half
step2 AS (
    SELECT *, time_bucket(INTERVAL '12 hours', timestamp) AS half
    FROM step1
),
-- stats dc(unit) by half
step3 AS (
    SELECT half,
           count(DISTINCT unit) AS dc_unit
    FROM step2
    GROUP BY half
)
SELECT half, dc_unit
FROM step3
ORDER BY half

-- ? | rename message as text, unit as service | search text:fail* service=x | reverse | head
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- rename message as text, unit as service
step2 AS (
    SELECT * RENAME (message AS text)
    FROM step1
),
step3 AS (
    SELECT * RENAME (unit AS service)
    FROM step2
),
-- search text:fail* service=x
step4 AS (
    SELECT *
    FROM step3
    WHERE text LIKE 'fail%' AND service = 'x'
),
-- reverse
-- head
step5 AS (
    SELECT *
    FROM step4
    ORDER BY timestamp, line
    LIMIT 10
)
SELECT line, timestamp, priority, ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] AS level, hostname, service, identifier, pid, text, source
FROM step5
ORDER BY timestamp, line

-- ? | fillnull value="-" unit | stats count by unit
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- fillnull value="-" unit
step2 AS (
    SELECT * REPLACE (coalesce(unit, '-') AS unit)
    FROM step1
),
-- stats count by unit
step3 AS (
    SELECT unit,
           count(*) AS count
    FROM step2
    GROUP BY unit
)
SELECT unit, count
FROM step3
ORDER BY unit

-- ? | search level:warn+ refused | sort unit, -line | head 2
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- search level:warn+ refused
step2 AS (
    SELECT *
    FROM step1
    WHERE (priority <= 4 AND (regexp_matches(message, '(?i)refused') OR line IN (
            SELECT line FROM log_values WHERE field = 'MESSAGE' AND timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
            AND coalesce(regexp_matches(TRY(decode(value)), '(?i)refused'), regexp_matches(value::VARCHAR, '^(?:[^\\]|\\x[0-9A-F]{2})*?(?:r|R)(?:e|E)(?:f|F)(?:u|U)(?:s|S)(?:e|E)(?:d|D)')))))
),
-- sort unit, -line
-- head 2
step3 AS (
    SELECT *
    FROM step2
    ORDER BY unit, line DESC NULLS LAST, timestamp DESC NULLS LAST
    LIMIT 2
)
SELECT line, timestamp, priority, ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'][priority + 1] AS level, hostname, unit, identifier, pid, message, source
FROM step3
ORDER BY unit, line DESC NULLS LAST, timestamp DESC NULLS LAST

-- ? | eval status = json(message, "http.status") | where tonumber(status) >= 500 | timechart count by status
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- eval status = json(message, "http.status")
step2 AS (
    SELECT *, TRY(json_extract_string(message, '$.http.status')) AS status
    FROM step1
),
-- where tonumber(status) >= 500
step3 AS (
    SELECT *
    FROM step2
    WHERE TRY_CAST(status AS DOUBLE) >= 500
),
-- timechart count by status
step4_series AS (
    SELECT status AS __series
    FROM step3
    GROUP BY __series
    ORDER BY count(*) DESC NULLS LAST, __series
    LIMIT 10
),
step4_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '30 minutes', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '30 minutes', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '30 minutes') t(__at)
),
step4_figures AS (
    SELECT time_bucket(INTERVAL '30 minutes', timestamp) AS __bin,
           CASE WHEN EXISTS (FROM step4_series t WHERE t.__series IS NOT DISTINCT FROM status) THEN status ELSE 'OTHER' END AS __series,
           count(*) AS count
    FROM step3
    GROUP BY __bin, __series
),
step4 AS (
    SELECT b.__bin AS timestamp, s.__series AS status, coalesce(f.count, 0) AS count
    FROM step4_bins b
    CROSS JOIN (SELECT DISTINCT __series FROM step4_figures) s
    LEFT JOIN step4_figures f ON f.__bin = b.__bin AND f.__series IS NOT DISTINCT FROM s.__series
)
SELECT timestamp, status, count
FROM step4
ORDER BY timestamp, status

-- ? | eval short = substr(lower(message), 1, 40) + "…" | stats count by short
WITH
-- logs: everything
step1 AS (
    SELECT *
    FROM journal_logs
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- eval short = substr(lower(message), 1, 40) + "…"
step2 AS (
    SELECT *, substr(lower(message), (1)::BIGINT, (40)::BIGINT) || '…' AS short
    FROM step1
),
-- stats count by short
step3 AS (
    SELECT short,
           count(*) AS count
    FROM step2
    GROUP BY short
)
SELECT short, count
FROM step3
ORDER BY short

-- ? processes: name=java cpu_usage>50 | stats max(mem_usage) by unit
WITH
-- processes: name=java cpu_usage>50
step1 AS (
    SELECT *
    FROM process_metrics
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND (name = 'java' AND cpu_usage > 50)
),
-- stats max(mem_usage) by unit
step2 AS (
    SELECT unit,
           max(mem_usage) AS max_mem_usage
    FROM step1
    GROUP BY unit
)
SELECT unit, max_mem_usage
FROM step2
ORDER BY unit

-- ? processes: java -user=root mem_usage>1GiB runtime>1h | stats avg(cpu_usage) as cpu, p95(cpu_usage), median(mem_usage) by name | sort -cpu
WITH
-- processes: java -user=root mem_usage>1GiB runtime>1h
step1 AS (
    SELECT *
    FROM process_metrics
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND ((name ILIKE '%java%' OR cmdline ILIKE '%java%') AND (user = 'root') IS NOT TRUE AND mem_usage > 1073741824 AND runtime > 3600)
),
-- stats avg(cpu_usage) as cpu, p95(cpu_usage), median(mem_usage) by name
step2 AS (
    SELECT name,
           avg(cpu_usage) AS cpu,
           quantile_cont(cpu_usage, 0.95) AS p95_cpu_usage,
           median(mem_usage) AS median_mem_usage
    FROM step1
    GROUP BY name
)
-- sort -cpu
SELECT name, cpu, p95_cpu_usage, median_mem_usage
FROM step2
ORDER BY cpu DESC NULLS LAST, name

-- ? processes: unit=ssh | timechart span=10m limit=3 max(mem_usage) by name
WITH
-- processes: unit=ssh
step1 AS (
    SELECT *
    FROM process_metrics
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND unit IN ('ssh', 'ssh.service')
),
-- timechart span=10m limit=3 max(mem_usage) by name
step2_series AS (
    SELECT name AS __series
    FROM step1
    GROUP BY __series
    ORDER BY max(mem_usage) DESC NULLS LAST, __series
    LIMIT 3
),
step2_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '10 minutes', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '10 minutes', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '10 minutes') t(__at)
),
step2_figures AS (
    SELECT time_bucket(INTERVAL '10 minutes', timestamp) AS __bin,
           CASE WHEN EXISTS (FROM step2_series t WHERE t.__series IS NOT DISTINCT FROM name) THEN name ELSE 'OTHER' END AS __series,
           max(mem_usage) AS max_mem_usage
    FROM step1
    GROUP BY __bin, __series
),
step2 AS (
    SELECT b.__bin AS timestamp, s.__series AS name, f.max_mem_usage
    FROM step2_bins b
    CROSS JOIN (SELECT DISTINCT __series FROM step2_figures) s
    LEFT JOIN step2_figures f ON f.__bin = b.__bin AND f.__series IS NOT DISTINCT FROM s.__series
)
SELECT timestamp, name, max_mem_usage
FROM step2
ORDER BY timestamp, name

-- ? processes: | stats rate(cpu_time), range(mem_usage), stdev(cpu_usage), perc(mem_usage, 99.9), first(pid), last(pid) by process_id
WITH
-- processes:
step1 AS (
    SELECT *
    FROM process_metrics
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- stats rate(cpu_time), range(mem_usage), stdev(cpu_usage), perc(mem_usage, 99.9), first(pid), last(pid) by process_id
step2 AS (
    SELECT process_id,
           CASE WHEN arg_max(cpu_time, timestamp) - arg_min(cpu_time, timestamp) >= 0 THEN (arg_max(cpu_time, timestamp) - arg_min(cpu_time, timestamp)) / nullif(epoch(max(timestamp) - min(timestamp)), 0) END AS rate_cpu_time,
           max(mem_usage) - min(mem_usage) AS range_mem_usage,
           stddev_samp(cpu_usage) AS stdev_cpu_usage,
           quantile_cont(mem_usage, 0.999) AS perc_mem_usage_99_9,
           first(pid ORDER BY timestamp DESC NULLS LAST, pid) AS first_pid,
           last(pid ORDER BY timestamp DESC NULLS LAST, pid) AS last_pid
    FROM step1
    GROUP BY process_id
)
SELECT process_id, rate_cpu_time, range_mem_usage, stdev_cpu_usage, perc_mem_usage_99_9, first_pid, last_pid
FROM step2
ORDER BY process_id

-- ? processes: name=postgres* | where cpu_usage > 2 * 10 and mem_usage / 1e6 > 100 | head 20
WITH
-- processes: name=postgres*
step1 AS (
    SELECT *
    FROM process_metrics
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND name LIKE 'postgres%'
),
-- where cpu_usage > 2 * 10 and mem_usage / 1e6 > 100
step2 AS (
    SELECT *
    FROM step1
    WHERE cpu_usage > 2::BIGINT * 10 AND mem_usage / nullif(1000000, 0) > 100
),
-- head 20
step3 AS (
    SELECT *
    FROM step2
    ORDER BY timestamp DESC NULLS LAST, pid
    LIMIT 20
)
SELECT timestamp, pid, name, user, status, cpu_usage, mem_usage, threads, unit, cmdline
FROM step3
ORDER BY timestamp DESC NULLS LAST, pid

-- ? instances: exited=true user=root | eval life = last_seen - first_seen | where life < 1m | fields name, life, cmdline
WITH
-- instances: exited=true user=root
step1 AS (
    SELECT *
    FROM processes
    WHERE first_seen < TIMESTAMPTZ '2026-11-26T00:00:00Z' AND last_seen >= TIMESTAMPTZ '2026-11-25T00:00:00Z'
      AND (exited = true AND user = 'root')
),
-- eval life = last_seen - first_seen
step2 AS (
    SELECT *, epoch(last_seen - first_seen) AS life
    FROM step1
),
-- where life < 1m
step3 AS (
    SELECT *
    FROM step2
    WHERE life < 60
),
-- fields name, life, cmdline
step4 AS (
    SELECT name, life, cmdline, first_seen AS __order1, process_id AS __order2
    FROM step3
)
SELECT name, life, cmdline
FROM step4
ORDER BY __order1 DESC NULLS LAST, __order2

-- ? exits: signal>0 | stats count, max(peak_mem_usage) by name, signal | sort -count
WITH
-- exits: signal>0
step1 AS (
    SELECT *
    FROM process_exits
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND signal > 0
),
-- stats count, max(peak_mem_usage) by name, signal
step2 AS (
    SELECT name,
           signal,
           count(*) AS count,
           max(peak_mem_usage) AS max_peak_mem_usage
    FROM step1
    GROUP BY name, signal
)
-- sort -count
SELECT name, signal, count, max_peak_mem_usage
FROM step2
ORDER BY count DESC NULLS LAST, name, signal

-- ? exits: duration<1s | top 10 name
WITH
-- exits: duration<1s
step1 AS (
    SELECT *
    FROM process_exits
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND duration < 1
),
-- top 10 name
step2 AS (
    SELECT name,
           count(*) AS count,
           100.0 * count(*) / sum(count(*)) OVER () AS percent
    FROM step1
    WHERE name IS NOT NULL
    GROUP BY name
    QUALIFY row_number() OVER (ORDER BY count(*) DESC, name) <= 10
)
SELECT name, count, percent
FROM step2
ORDER BY count DESC NULLS LAST, name

-- ? events: kind=oom_kill | eval rss = tonumber(facts.rss_bytes) | fields timestamp, name, rss
WITH
-- events: kind=oom_kill
step1 AS (
    SELECT *
    FROM events
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND kind = 'oom_kill'
),
-- eval rss = tonumber(facts.rss_bytes)
step2 AS (
    SELECT *, TRY_CAST((facts->>'$.rss_bytes') AS DOUBLE) AS rss
    FROM step1
),
-- fields timestamp, name, rss
step3 AS (
    SELECT timestamp, name, rss, kind AS __order1
    FROM step2
)
SELECT timestamp, name, rss
FROM step3
ORDER BY timestamp DESC NULLS LAST, __order1

-- ? events: | stats earliest(timestamp), latest(detail), count by kind
WITH
-- events:
step1 AS (
    SELECT *
    FROM events
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- stats earliest(timestamp), latest(detail), count by kind
step2 AS (
    SELECT kind,
           arg_min(timestamp, timestamp) AS earliest_timestamp,
           arg_max(detail, timestamp) AS latest_detail,
           count(*) AS count
    FROM step1
    GROUP BY kind
)
SELECT kind, earliest_timestamp, latest_detail, count
FROM step2
ORDER BY kind

-- ? cpu: cpu=all | timechart max(busy), avg(iowait)
WITH
-- cpu: cpu=all
step1 AS (
    SELECT *
    FROM cpu
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND cpu = 'all'
),
-- timechart max(busy), avg(iowait)
step2_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '30 minutes', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '30 minutes', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '30 minutes') t(__at)
),
step2_figures AS (
    SELECT time_bucket(INTERVAL '30 minutes', timestamp) AS __bin,
           max(busy) AS max_busy,
           avg(iowait) AS avg_iowait
    FROM step1
    GROUP BY __bin
),
step2 AS (
    SELECT b.__bin AS timestamp, f.max_busy, f.avg_iowait
    FROM step2_bins b LEFT JOIN step2_figures f ON f.__bin = b.__bin
)
SELECT timestamp, max_busy, avg_iowait
FROM step2
ORDER BY timestamp

-- ? memory: | eval used = round(100 * used_bytes / total_bytes, 1) | timechart span=5m max(used)
WITH
-- memory:
step1 AS (
    SELECT *
    FROM memory
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- eval used = round(100 * used_bytes / total_bytes, 1)
step2 AS (
    SELECT *, round(100::BIGINT * used_bytes / nullif(total_bytes, 0), (1)::INTEGER) AS used
    FROM step1
),
-- timechart span=5m max(used)
step3_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '5 minutes', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '5 minutes', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '5 minutes') t(__at)
),
step3_figures AS (
    SELECT time_bucket(INTERVAL '5 minutes', timestamp) AS __bin,
           max(used) AS max_used
    FROM step2
    GROUP BY __bin
),
step3 AS (
    SELECT b.__bin AS timestamp, f.max_used
    FROM step3_bins b LEFT JOIN step3_figures f ON f.__bin = b.__bin
)
SELECT timestamp, max_used
FROM step3
ORDER BY timestamp

-- ? load: load1>4 | stats count, max(load1)
WITH
-- load: load1>4
step1 AS (
    SELECT *
    FROM load
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND load1 > 4
),
-- stats count, max(load1)
step2 AS (
    SELECT count(*) AS count,
           max(load1) AS max_load1
    FROM step1
)
SELECT count, max_load1
FROM step2

-- ? pressure: | timechart p99(memory_some), max(io_full)
WITH
-- pressure:
step1 AS (
    SELECT *
    FROM pressure
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- timechart p99(memory_some), max(io_full)
step2_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '30 minutes', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '30 minutes', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '30 minutes') t(__at)
),
step2_figures AS (
    SELECT time_bucket(INTERVAL '30 minutes', timestamp) AS __bin,
           quantile_cont(memory_some, 0.99) AS p99_memory_some,
           max(io_full) AS max_io_full
    FROM step1
    GROUP BY __bin
),
step2 AS (
    SELECT b.__bin AS timestamp, f.p99_memory_some, f.max_io_full
    FROM step2_bins b LEFT JOIN step2_figures f ON f.__bin = b.__bin
)
SELECT timestamp, p99_memory_some, max_io_full
FROM step2
ORDER BY timestamp

-- ? disks: device=nvme* | stats avg(busy), sum(read_bytes), max(write_await) by device
WITH
-- disks: device=nvme*
step1 AS (
    SELECT *
    FROM disks
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND device LIKE 'nvme%'
),
-- stats avg(busy), sum(read_bytes), max(write_await) by device
step2 AS (
    SELECT device,
           avg(busy) AS avg_busy,
           sum(read_bytes) AS sum_read_bytes,
           max(write_await) AS max_write_await
    FROM step1
    GROUP BY device
)
SELECT device, avg_busy, sum_read_bytes, max_write_await
FROM step2
ORDER BY device

-- ? filesystems: used_percent>80 | dedup mount_point | fields mount_point, used_percent
WITH
-- filesystems: used_percent>80
step1 AS (
    SELECT *
    FROM filesystems
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND used_percent > 80
),
-- dedup mount_point
step2 AS (
    SELECT *
    FROM step1
    WHERE mount_point IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY mount_point ORDER BY timestamp DESC NULLS LAST, mount_point) <= 1
),
-- fields mount_point, used_percent
step3 AS (
    SELECT mount_point, used_percent, timestamp AS __order1
    FROM step2
)
SELECT mount_point, used_percent
FROM step3
ORDER BY __order1 DESC NULLS LAST, mount_point

-- ? networks: | timechart span=1h limit=2 max(receive_rate) by interface
WITH
-- networks:
step1 AS (
    SELECT *
    FROM networks
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- timechart span=1h limit=2 max(receive_rate) by interface
step2_series AS (
    SELECT interface AS __series
    FROM step1
    GROUP BY __series
    ORDER BY max(receive_rate) DESC NULLS LAST, __series
    LIMIT 2
),
step2_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '1 hour', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '1 hour', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '1 hour') t(__at)
),
step2_figures AS (
    SELECT time_bucket(INTERVAL '1 hour', timestamp) AS __bin,
           CASE WHEN EXISTS (FROM step2_series t WHERE t.__series IS NOT DISTINCT FROM interface) THEN interface ELSE 'OTHER' END AS __series,
           max(receive_rate) AS max_receive_rate
    FROM step1
    GROUP BY __bin, __series
),
step2 AS (
    SELECT b.__bin AS timestamp, s.__series AS interface, f.max_receive_rate
    FROM step2_bins b
    CROSS JOIN (SELECT DISTINCT __series FROM step2_figures) s
    LEFT JOIN step2_figures f ON f.__bin = b.__bin AND f.__series IS NOT DISTINCT FROM s.__series
)
SELECT timestamp, interface, max_receive_rate
FROM step2
ORDER BY timestamp, interface

-- ? cgroups: gone=false mem_usage>10MiB | stats latest(mem_usage) as now, max(mem_usage) as most by unit | sort -now | head 3
WITH
-- cgroups: gone=false mem_usage>10MiB
step1 AS (
    SELECT *
    FROM cgroups
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND (gone = false AND mem_usage > 10485760)
),
-- stats latest(mem_usage) as now, max(mem_usage) as most by unit
step2 AS (
    SELECT unit,
           arg_max(mem_usage, timestamp) AS now,
           max(mem_usage) AS most
    FROM step1
    GROUP BY unit
),
-- sort -now
-- head 3
step3 AS (
    SELECT *
    FROM step2
    ORDER BY now DESC NULLS LAST, unit
    LIMIT 3
)
SELECT unit, now, most
FROM step3
ORDER BY now DESC NULLS LAST, unit

-- ? ticks: interval_us>10s | sort -timestamp | fields timestamp, interval_us
WITH
-- ticks: interval_us>10s
step1 AS (
    SELECT *
    FROM ticks
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND interval_us > 10000000
),
-- sort -timestamp
-- fields timestamp, interval_us
step2 AS (
    SELECT timestamp, interval_us, tick AS __order1
    FROM step1
)
SELECT timestamp, interval_us
FROM step2
ORDER BY timestamp DESC NULLS LAST, __order1 DESC NULLS LAST

-- ? gaps: | stats count, sum(count) as missing by stream, cause
WITH
-- gaps:
step1 AS (
    SELECT *
    FROM gaps
    WHERE from_time < TIMESTAMPTZ '2026-11-26T00:00:00Z' AND to_time >= TIMESTAMPTZ '2026-11-25T00:00:00Z'
),
-- stats count, sum(count) as missing by stream, cause
step2 AS (
    SELECT stream,
           cause,
           count(*) AS count,
           sum(count) AS missing
    FROM step1
    GROUP BY stream, cause
)
SELECT stream, cause, count, missing
FROM step2
ORDER BY stream, cause

-- ? changes: | stats sum(cpu_us) as us by name | eval seconds = round(us / 1e6, 1) | sort -seconds | head 3 | fields name, seconds
WITH
-- changes:
step1 AS (
    SELECT *
    FROM process_changes
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- stats sum(cpu_us) as us by name
step2 AS (
    SELECT name,
           sum(cpu_us) AS us
    FROM step1
    GROUP BY name
),
-- eval seconds = round(us / 1e6, 1)
step3 AS (
    SELECT *, round(us / nullif(1000000, 0), (1)::INTEGER) AS seconds
    FROM step2
),
-- sort -seconds
-- head 3
step4 AS (
    SELECT *
    FROM step3
    ORDER BY seconds DESC NULLS LAST, name
    LIMIT 3
),
-- fields name, seconds
step5 AS (
    SELECT name, seconds
    FROM step4
)
SELECT name, seconds
FROM step5
ORDER BY seconds DESC NULLS LAST, name

-- ? process_minutes: name=java | timechart span=1h max(mem_max)
WITH
-- process_minutes: name=java
step1 AS (
    SELECT *
    FROM process_minutes
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND name = 'java'
),
-- timechart span=1h max(mem_max)
step2_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '1 hour', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '1 hour', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '1 hour') t(__at)
),
step2_figures AS (
    SELECT time_bucket(INTERVAL '1 hour', timestamp) AS __bin,
           max(mem_max) AS max_mem_max
    FROM step1
    GROUP BY __bin
),
step2 AS (
    SELECT b.__bin AS timestamp, f.max_mem_max
    FROM step2_bins b LEFT JOIN step2_figures f ON f.__bin = b.__bin
)
SELECT timestamp, max_mem_max
FROM step2
ORDER BY timestamp

-- ? process_hours: | stats sum(cpu_time) as cpu by name | sort 10 -cpu
WITH
-- process_hours:
step1 AS (
    SELECT *
    FROM process_hours
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- stats sum(cpu_time) as cpu by name
step2 AS (
    SELECT name,
           sum(cpu_time) AS cpu
    FROM step1
    GROUP BY name
),
-- sort 10 -cpu
step3 AS (
    SELECT *
    FROM step2
    ORDER BY cpu DESC NULLS LAST, name
    LIMIT 10
)
SELECT name, cpu
FROM step3
ORDER BY cpu DESC NULLS LAST, name

-- ? metric_minutes: metric=cpu.busy device=all | timechart max(max)
WITH
-- metric_minutes: metric=cpu.busy device=all
step1 AS (
    SELECT *
    FROM metric_minutes
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND (metric = 'cpu.busy' AND device = 'all')
),
-- timechart max(max)
step2_bins AS (
    SELECT DISTINCT time_bucket(INTERVAL '30 minutes', __at) AS __bin
    FROM generate_series(time_bucket(INTERVAL '30 minutes', TIMESTAMPTZ '2026-11-25T00:00:00Z'), TIMESTAMPTZ '2026-11-25T23:59:59.999999Z', INTERVAL '30 minutes') t(__at)
),
step2_figures AS (
    SELECT time_bucket(INTERVAL '30 minutes', timestamp) AS __bin,
           max(max) AS max_max
    FROM step1
    GROUP BY __bin
),
step2 AS (
    SELECT b.__bin AS timestamp, f.max_max
    FROM step2_bins b LEFT JOIN step2_figures f ON f.__bin = b.__bin
)
SELECT timestamp, max_max
FROM step2
ORDER BY timestamp

-- ? metric_hours: metric=memory.used_bytes | sort timestamp
WITH
-- metric_hours: metric=memory.used_bytes
step1 AS (
    SELECT *
    FROM metric_hours
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
      AND metric = 'memory.used_bytes'
)
-- sort timestamp
SELECT timestamp, metric, device, ticks, min, avg, max
FROM step1
ORDER BY timestamp, metric, device

-- ? recorder: | stats avg(rss_bytes), max(look_us)
WITH
-- recorder:
step1 AS (
    SELECT *
    FROM recorder
    WHERE timestamp >= TIMESTAMPTZ '2026-11-25T00:00:00Z' AND timestamp < TIMESTAMPTZ '2026-11-26T00:00:00Z'
),
-- stats avg(rss_bytes), max(look_us)
step2 AS (
    SELECT avg(rss_bytes) AS avg_rss_bytes,
           max(look_us) AS max_look_us
    FROM step1
)
SELECT avg_rss_bytes, max_look_us
FROM step2
