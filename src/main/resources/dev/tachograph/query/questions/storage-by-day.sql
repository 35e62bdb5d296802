-- title: What a day takes on the disk
-- about: Bytes of the sealed record by day and kind of data.
-- tags: recorder
SELECT day, type, sum(bytes)::BIGINT AS bytes, sum(samples)::BIGINT AS rows, count(*) AS segments
FROM segments GROUP BY day, type ORDER BY day DESC, bytes DESC LIMIT 200
