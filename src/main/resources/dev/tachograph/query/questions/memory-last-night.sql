-- title: Who ate memory last night
-- about: The programs with the most memory between 22:00 and 06:00 UTC, and when each had it.
-- tags: memory processes
SELECT name, unit, "user", max(mem_max) AS most_bytes, arg_max(timestamp, mem_max) AS at,
       round(100.0 * max(mem_max) / (SELECT max(total_bytes) FROM memory WHERE timestamp > now() - INTERVAL 2 DAY), 1) AS percent_of_host
FROM process_minutes
WHERE timestamp >= date_trunc('day', now()) - INTERVAL 2 HOUR AND timestamp < date_trunc('day', now()) + INTERVAL 6 HOUR
GROUP BY name, unit, "user"
ORDER BY most_bytes DESC LIMIT 20
