-- title: Growth of open files
-- about: Processes whose number of open files grew the most in the last hour.
-- tags: processes
SELECT any_value(pid) AS pid, any_value(name) AS name, any_value(unit) AS unit, arg_min(open_files, timestamp) AS first,
       arg_max(open_files, timestamp) AS last, max(open_files) AS most,
       arg_max(open_files, timestamp) - arg_min(open_files, timestamp) AS grown
FROM process_metrics
WHERE timestamp > now() - INTERVAL 1 HOUR AND open_files IS NOT NULL
GROUP BY process_id ORDER BY grown DESC LIMIT 20
