-- title: What victims of the OOM killer did before
-- about: Memory and CPU of processes in the ten minutes before the kernel killed them for want of memory.
-- tags: memory crashes
SELECT killed.timestamp AS killed_at, killed.name, killed.pid, change.timestamp, change.mem_usage,
       round(change.cpu_us / 1e6, 2) AS cpu_seconds, change.read_bytes, change.write_bytes
FROM events AS killed
JOIN process_changes AS change
  ON change.pid = killed.pid AND change.timestamp BETWEEN killed.timestamp - INTERVAL 10 MINUTE AND killed.timestamp + INTERVAL 10 SECOND
WHERE killed.kind = 'oom_kill' AND killed.timestamp > now() - INTERVAL 7 DAY AND change.timestamp > now() - INTERVAL 8 DAY
ORDER BY killed.timestamp DESC, change.timestamp DESC LIMIT 200
