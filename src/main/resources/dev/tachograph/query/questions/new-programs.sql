-- title: Programs seen for the first time today
-- about: Names of programs of which no process was seen before the last day.
-- tags: security processes
SELECT name, any_value("user") AS "user", any_value(unit) AS unit, any_value(cmdline) AS one_of_them, count(*) AS processes,
       min(first_seen) AS first
FROM processes
GROUP BY name HAVING min(first_seen) > now() - INTERVAL 1 DAY
ORDER BY first DESC LIMIT 100
