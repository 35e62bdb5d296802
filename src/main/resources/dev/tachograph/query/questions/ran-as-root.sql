-- title: What ran as root
-- about: Programs that ran as root in the last day, without threads of the kernel.
-- tags: security processes
SELECT name, any_value(cmdline) AS one_of_them, unit, count(*) AS processes, min(first_seen) AS first, max(last_seen) AS last
FROM processes
WHERE user_id = 0 AND NOT kernel_thread AND last_seen > now() - INTERVAL 1 DAY
GROUP BY name, unit ORDER BY processes DESC, name LIMIT 100
