-- title: Longest gaps in the record
-- about: Stretches of time that were not recorded, the longest first, and why.
-- tags: recorder
SELECT stream, cause, from_time, to_time, round(epoch(to_time) - epoch(from_time), 1) AS seconds, count AS missing, detail
FROM gaps ORDER BY seconds DESC NULLS LAST LIMIT 50
