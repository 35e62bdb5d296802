-- title: CPU time nobody explains
-- about: The ticks of the last day at which the most CPU time was used by nothing that can be seen.
-- tags: cpu
SELECT timestamp, round(100.0 * host_busy_us / interval_us, 1) AS busy, round(100.0 * attributed_us / interval_us, 1) AS processes,
       round(100.0 * exited_us / interval_us, 1) AS ended, round(100.0 * interrupt_us / interval_us, 1) AS interrupts,
       round(100.0 * unattributed_us / interval_us, 1) AS unexplained
FROM ticks
WHERE timestamp > now() - INTERVAL 1 DAY AND unattributed_us IS NOT NULL
ORDER BY unattributed_us DESC LIMIT 20
