package dev.tachograph.query;

import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much is kept, from the list of segments alone.
 *
 * @param sealed bytes by type of data
 * @param gaps how many are told, by what is missing
 */
public record KeptBytes(Map<String, Long> sealed, Map<String, Long> gaps) {
    public KeptBytes {
        sealed = Map.copyOf(sealed);
        gaps = Map.copyOf(gaps);
    }

    /** Asks the hot tables; opens no segment. */
    public static KeptBytes read(Recorded recorded) throws StoreException {
        try (Reading reading = recorded.read()) {
            return new KeptBytes(
                    numbers(reading, "SELECT type, sum(bytes)::BIGINT FROM hot.segments GROUP BY type"),
                    numbers(reading, "SELECT stream, count(*) FROM hot.gaps GROUP BY stream"));
        }
    }

    private static Map<String, Long> numbers(Reading reading, String query) throws StoreException {
        Map<String, Long> numbers = new TreeMap<>();
        for (Map.Entry<String, Long> each : reading.all(query, KeptBytes::number)) {
            numbers.put(each.getKey(), each.getValue());
        }
        return numbers;
    }

    private static Map.Entry<String, Long> number(Row row) {
        return Map.entry(row.text(1), row.number(2));
    }
}
