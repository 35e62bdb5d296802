-- title: Busiest network interfaces
-- about: What went through each network interface in the last day, with errors and drops.
-- tags: network
SELECT interface, sum(received_bytes)::BIGINT AS received_bytes, sum(sent_bytes)::BIGINT AS sent_bytes,
       max(receive_rate)::BIGINT AS most_received_per_second, max(send_rate)::BIGINT AS most_sent_per_second,
       sum(receive_errors + send_errors)::BIGINT AS errors, sum(receive_drops + send_drops)::BIGINT AS drops
FROM networks
WHERE timestamp > now() - INTERVAL 1 DAY
GROUP BY interface ORDER BY sum(networks.received_bytes + networks.sent_bytes) DESC NULLS LAST LIMIT 30
