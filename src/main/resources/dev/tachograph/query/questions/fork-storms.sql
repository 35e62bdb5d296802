-- title: Fork storms
-- about: The minutes of the last week in which the most processes and threads began.
-- tags: processes
SELECT date_trunc('minute', timestamp) AS minute, round(avg(forks), 1) AS forks_per_second, round(max(forks), 1) AS most,
       max(threads) AS threads, round(max(load1), 2) AS load1
FROM load
WHERE timestamp > now() - INTERVAL 7 DAY AND forks IS NOT NULL
GROUP BY minute ORDER BY forks_per_second DESC LIMIT 20
