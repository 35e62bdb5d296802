-- title: Log volume by unit and level
-- about: How many lines of each level each unit logged in the last day.
-- tags: logs units
SELECT coalesce(unit, identifier, source) AS who,
       CASE priority WHEN 0 THEN 'emergency' WHEN 1 THEN 'alert' WHEN 2 THEN 'critical' WHEN 3 THEN 'error' WHEN 4 THEN 'warning'
                     WHEN 5 THEN 'notice' WHEN 6 THEN 'info' WHEN 7 THEN 'debug' END AS level,
       count(*) AS lines, min(timestamp) AS first, max(timestamp) AS last
FROM journal_logs
WHERE timestamp > now() - INTERVAL 1 DAY
GROUP BY who, priority ORDER BY lines DESC LIMIT 100
