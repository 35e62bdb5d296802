-- title: Peaks of load
-- about: The minutes of the last week with the highest load, and what it was made of.
-- tags: cpu
SELECT date_trunc('minute', timestamp) AS minute, round(max(load1), 2) AS load1, max(running) AS running, max(blocked) AS blocked,
       max(threads) AS threads, round(avg(context_switches))::BIGINT AS context_switches
FROM load
WHERE timestamp > now() - INTERVAL 7 DAY
GROUP BY minute ORDER BY load1 DESC NULLS LAST LIMIT 20
