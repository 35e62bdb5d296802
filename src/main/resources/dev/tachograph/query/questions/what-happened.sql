-- title: What happened
-- about: Everything that is on record as an event in the last week: boots, kills, failures, full disks.
-- tags: events
SELECT timestamp, kind, coalesce(name, unit) AS who, detail
FROM events
WHERE timestamp > now() - INTERVAL 7 DAY
ORDER BY timestamp DESC LIMIT 200
