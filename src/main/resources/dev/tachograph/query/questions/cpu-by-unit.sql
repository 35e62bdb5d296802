-- title: CPU time by unit
-- about: How many CPU seconds each unit used in the last day, those of short-lived processes included.
-- tags: cpu units
WITH used AS (
    SELECT unit, sum(cpu_us) / 1e6 AS seconds FROM process_changes WHERE timestamp > now() - INTERVAL 1 DAY GROUP BY unit
    UNION ALL
    SELECT unit, sum(cpu_time) FROM process_exits WHERE timestamp > now() - INTERVAL 1 DAY AND process_id IS NULL GROUP BY unit)
SELECT coalesce(unit, '(no unit)') AS unit, round(sum(seconds), 1) AS cpu_seconds, round(sum(seconds) / 864, 2) AS percent_of_a_core
FROM used GROUP BY unit ORDER BY cpu_seconds DESC NULLS LAST LIMIT 30
