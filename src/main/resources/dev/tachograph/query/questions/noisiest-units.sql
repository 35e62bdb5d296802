-- title: Noisiest units
-- about: Who logged the most lines of the last day, and how many of them were errors.
-- tags: logs units
SELECT coalesce(unit, identifier, source) AS who, count(*) AS lines,
       count(*) FILTER (WHERE priority <= 3) AS errors, count(*) FILTER (WHERE priority = 4) AS warnings,
       sum(coalesce(message_bytes, strlen(message)))::BIGINT AS message_bytes
FROM journal_logs
WHERE timestamp > now() - INTERVAL 1 DAY
GROUP BY who ORDER BY lines DESC LIMIT 20
