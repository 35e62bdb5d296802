-- title: Crashes
-- about: Processes that crashed in the last month, with what is known of each.
-- tags: processes crashes events
SELECT timestamp, name, pid, unit, detail
FROM events
WHERE kind = 'process_crash' AND timestamp > now() - INTERVAL 30 DAY
ORDER BY timestamp DESC LIMIT 100
