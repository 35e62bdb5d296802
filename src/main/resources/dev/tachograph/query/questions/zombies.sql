-- title: Zombies
-- about: Processes that ended in the last hour or before and that their parents did not collect.
-- tags: processes
SELECT pid, any_value(name) AS name, any_value(parent_pid) AS parent_pid, any_value("user") AS "user", min(timestamp) AS since, max(timestamp) AS until
FROM process_metrics
WHERE timestamp > now() - INTERVAL 1 HOUR AND status = 'zombie'
GROUP BY process_id, pid ORDER BY since LIMIT 50
