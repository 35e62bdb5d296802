-- title: Disks at their limit
-- about: The minutes of the last day in which a device was busiest, with how long its operations took.
-- tags: disk
SELECT date_trunc('minute', timestamp) AS minute, device, round(avg(busy), 1) AS busy, round(avg(queue), 2) AS queue,
       round(max(read_await), 2) AS read_ms, round(max(write_await), 2) AS write_ms,
       sum(read_bytes)::BIGINT AS read_bytes, sum(write_bytes)::BIGINT AS write_bytes
FROM disks
WHERE timestamp > now() - INTERVAL 1 DAY
GROUP BY minute, device ORDER BY busy DESC NULLS LAST LIMIT 20
