-- title: Fullest file systems
-- about: The newest size and use of each file system, the fullest first, and the most it had in a month.
-- tags: disk
SELECT mount_point, arg_max(device, timestamp) AS device, round(arg_max(used_percent, timestamp), 1) AS used_percent,
       round(max(used_percent), 1) AS most_percent, arg_max(timestamp, used_percent) AS most_at,
       arg_max(available_bytes, timestamp) AS available_bytes, arg_max(size_bytes, timestamp) AS size_bytes
FROM filesystems
WHERE timestamp > now() - INTERVAL 30 DAY
GROUP BY mount_point ORDER BY used_percent DESC NULLS LAST LIMIT 50
