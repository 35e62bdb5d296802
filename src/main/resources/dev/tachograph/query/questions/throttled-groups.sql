-- title: Throttled control groups
-- about: Who was held back by a limit of CPU time in the last day, and for how long.
-- tags: cpu units
SELECT coalesce(container_name, unit, slice, cgroup) AS who, round(avg(throttled), 2) AS throttled_percent, round(max(throttled), 2) AS most,
       round(avg(cpu_usage), 1) AS cpu_usage, count(*) AS changes
FROM cgroups
WHERE timestamp > now() - INTERVAL 1 DAY AND throttled > 0
GROUP BY who ORDER BY most DESC LIMIT 30
