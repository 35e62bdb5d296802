-- title: Moments of memory pressure
-- about: The minutes of the last week in which programs waited the longest for memory.
-- tags: memory pressure
SELECT date_trunc('minute', pressure.timestamp) AS minute, round(avg(memory_some), 2) AS some_percent, round(avg(memory_full), 2) AS full_percent,
       min(available_bytes) AS least_available_bytes, max(swap_used_bytes) AS swap_used_bytes, round(max(major_faults), 1) AS major_faults
FROM pressure JOIN memory USING (tick)
WHERE pressure.timestamp > now() - INTERVAL 7 DAY AND memory.timestamp > now() - INTERVAL 7 DAY
GROUP BY minute ORDER BY some_percent DESC NULLS LAST LIMIT 20
