-- title: Minutes with the most errors
-- about: The minutes of the last day in which the most lines of level error or worse were logged, and who logged most of them.
-- tags: logs
SELECT date_trunc('minute', timestamp) AS minute, count(*) AS errors, mode(coalesce(unit, identifier, source)) AS mostly,
       any_value(message) AS one_of_them
FROM journal_logs
WHERE timestamp > now() - INTERVAL 1 DAY AND priority <= 3
GROUP BY minute ORDER BY errors DESC LIMIT 20
