-- title: Who grew in the last hours
-- about: Programs whose memory at the end of a stretch of six hours is furthest above that at its begin.
-- tags: memory processes
SELECT name, unit, arg_min(mem_avg, timestamp) AS first_bytes, arg_max(mem_avg, timestamp) AS last_bytes,
       arg_max(mem_avg, timestamp) - arg_min(mem_avg, timestamp) AS grown_bytes, max(mem_max) AS most_bytes
FROM process_minutes
WHERE timestamp > now() - INTERVAL 6 HOUR
GROUP BY name, unit
ORDER BY grown_bytes DESC NULLS LAST LIMIT 20
