-- title: Units seen for the first time today
-- about: Units of which no process was seen before the last day.
-- tags: units
SELECT unit, min(first_seen) AS first, count(*) AS processes, string_agg(DISTINCT name, ', ') AS programs
FROM processes
WHERE unit IS NOT NULL
GROUP BY unit HAVING min(first_seen) > now() - INTERVAL 1 DAY
ORDER BY first DESC LIMIT 100
