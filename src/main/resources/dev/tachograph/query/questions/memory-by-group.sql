-- title: Memory by unit and container
-- about: The most memory that each control group had in the last day, against its limit.
-- tags: memory units
SELECT coalesce(container_name, unit, slice, cgroup) AS who, max(mem_usage) AS most_bytes, arg_max(timestamp, mem_usage) AS at,
       any_value(mem_limit) AS limit_bytes, sum(oom_kills)::BIGINT AS killed
FROM cgroups
WHERE timestamp > now() - INTERVAL 1 DAY AND NOT gone
GROUP BY who ORDER BY most_bytes DESC NULLS LAST LIMIT 30
