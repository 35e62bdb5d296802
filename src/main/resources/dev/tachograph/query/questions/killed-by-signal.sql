-- title: Processes that died by a signal
-- about: Which programs a signal ended in the last week, and how often.
-- tags: processes crashes
SELECT name, signal, count(*) AS ended, count(*) FILTER (WHERE core_dumped) AS core_dumps, any_value(unit) AS unit,
       max(timestamp) AS last
FROM process_exits
WHERE signal IS NOT NULL AND timestamp > now() - INTERVAL 7 DAY
GROUP BY name, signal ORDER BY last DESC LIMIT 50
