-- title: Failed units
-- about: Units that failed in the last week, the newest first.
-- tags: units events
SELECT timestamp, unit, name, detail
FROM events
WHERE kind = 'unit_failed' AND timestamp > now() - INTERVAL 7 DAY
ORDER BY timestamp DESC LIMIT 100
