-- title: Busiest hours of the week
-- about: How busy the CPUs are at each hour of each day of the week, from a month of roll-ups: percent of one core.
-- tags: cpu trend
SELECT dayname(timestamp) AS day, hour(timestamp) AS hour_utc, round(avg(avg), 1) AS busy_avg, round(max(max), 1) AS busy_max,
       count(*) AS hours
FROM metric_hours
WHERE metric = 'cpu.busy' AND device = 'all' AND timestamp > now() - INTERVAL 30 DAY
GROUP BY ALL ORDER BY busy_avg DESC LIMIT 40
