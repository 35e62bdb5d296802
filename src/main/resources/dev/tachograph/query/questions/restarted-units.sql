-- title: Most restarted units
-- about: How often units were started again by the service manager in the last month.
-- tags: units events
SELECT coalesce(name, unit) AS unit, count(*) AS restarts, min(timestamp) AS first, max(timestamp) AS last
FROM events
WHERE kind = 'unit_restarted' AND timestamp > now() - INTERVAL 30 DAY
GROUP BY ALL ORDER BY restarts DESC LIMIT 50
