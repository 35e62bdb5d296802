-- title: Killed for want of memory
-- about: Processes that the kernel killed for want of memory in the last month.
-- tags: memory crashes events
SELECT timestamp, name, pid, unit, (facts->>'rss_bytes')::BIGINT AS rss_bytes, facts->>'cgroup' AS cgroup, detail
FROM events
WHERE kind = 'oom_kill' AND timestamp > now() - INTERVAL 30 DAY
ORDER BY timestamp DESC LIMIT 100
