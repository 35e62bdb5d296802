-- title: Moments of waiting for storage
-- about: The minutes of the last week in which programs waited the longest for storage.
-- tags: disk pressure
SELECT date_trunc('minute', timestamp) AS minute, round(avg(io_some), 2) AS some_percent, round(avg(io_full), 2) AS full_percent,
       round(max(io_full), 2) AS most
FROM pressure
WHERE timestamp > now() - INTERVAL 7 DAY
GROUP BY minute ORDER BY some_percent DESC NULLS LAST LIMIT 20
