-- title: Who wrote the most to disk
-- about: The programs that wrote the most bytes to storage in the last day.
-- tags: disk processes
SELECT name, unit, sum(write_bytes)::BIGINT AS written_bytes, sum(read_bytes)::BIGINT AS read_bytes, count(DISTINCT process_id) AS processes
FROM process_changes
WHERE timestamp > now() - INTERVAL 1 DAY
GROUP BY name, unit ORDER BY written_bytes DESC NULLS LAST LIMIT 20
