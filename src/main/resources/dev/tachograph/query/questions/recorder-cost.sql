-- title: What the recorder itself costs
-- about: CPU, memory, bytes written and queues of the recorder by hour of the last day.
-- tags: recorder
SELECT date_trunc('hour', timestamp) AS hour, round(avg(cpu_usage), 3) AS percent_of_a_core, max(rss_bytes) AS most_rss_bytes,
       sum(written_bytes)::BIGINT AS written_bytes, max(queue_depth) AS most_queued, round(avg(look_us) / 1000, 2) AS look_ms
FROM recorder
WHERE timestamp > now() - INTERVAL 1 DAY
GROUP BY hour ORDER BY hour DESC
