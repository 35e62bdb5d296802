-- title: Busiest processes of the last hour
-- about: The processes that used the most CPU seconds in the last hour.
-- tags: cpu processes
SELECT process_id, any_value(pid) AS pid, any_value(name) AS name, any_value(unit) AS unit, round(sum(cpu_us) / 1e6, 2) AS cpu_seconds
FROM process_changes
WHERE timestamp > now() - INTERVAL 1 HOUR
GROUP BY process_id ORDER BY cpu_seconds DESC LIMIT 20
