-- title: What the kernel warned of
-- about: The kernel's own lines of level warning or worse in the last week, alike ones together.
-- tags: logs kernel
SELECT regexp_replace(message, '[0-9]+', '#', 'g') AS message, min(priority) AS priority, count(*) AS lines,
       min(timestamp) AS first, max(timestamp) AS last
FROM journal_logs
WHERE timestamp > now() - INTERVAL 7 DAY AND priority <= 4 AND (source = 'kernel' OR transport = 'kernel')
GROUP BY ALL ORDER BY last DESC LIMIT 50
