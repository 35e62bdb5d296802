-- title: Top short-lived commands
-- about: Programs whose processes lived for less than ten seconds in the last day, by the CPU time of all of them together.
-- tags: processes cpu
SELECT name, count(*) AS ended, round(sum(cpu_time), 2) AS cpu_seconds, round(avg(duration), 3) AS seconds_on_average,
       max(peak_mem_usage) AS peak_bytes, any_value(unit) AS unit, any_value(cmdline) AS one_of_them
FROM process_exits
WHERE timestamp > now() - INTERVAL 1 DAY AND duration < 10
GROUP BY name ORDER BY cpu_seconds DESC NULLS LAST, ended DESC LIMIT 20
