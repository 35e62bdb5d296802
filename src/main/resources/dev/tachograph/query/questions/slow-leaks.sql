-- title: Slowest-growing leaks
-- about: Programs whose memory grew steadily over the last week, by how sure one can be that it grows, with what they gain in a day.
-- tags: memory processes
SELECT name, unit, count(*) AS hours, min(mem_avg) AS least_bytes, max(mem_avg) AS most_bytes,
       round(86400 * regr_slope(mem_avg, epoch(timestamp)))::BIGINT AS bytes_per_day,
       round(corr(mem_avg, epoch(timestamp)), 3) AS steadiness
FROM process_hours
WHERE timestamp > now() - INTERVAL 7 DAY AND mem_avg IS NOT NULL
GROUP BY name, unit
HAVING count(*) >= 6 AND corr(mem_avg, epoch(timestamp)) > 0.5 AND max(mem_avg) > 1.02 * min(mem_avg)
ORDER BY steadiness DESC LIMIT 20
