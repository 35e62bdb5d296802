-- title: Programs that end with an error
-- about: How often programs ended with another exit code than 0 in the last day.
-- tags: processes
SELECT name, exit_code, count(*) AS ended, any_value(unit) AS unit, any_value(cmdline) AS one_of_them, max(timestamp) AS last
FROM process_exits
WHERE exit_code <> 0 AND timestamp > now() - INTERVAL 1 DAY
GROUP BY name, exit_code ORDER BY ended DESC LIMIT 50
