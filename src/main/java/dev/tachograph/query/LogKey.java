package dev.tachograph.query;

import java.util.Comparator;

/**
 * Where a line stands in the order of time: lines of one microsecond are in the order in which they were stored.
 *
 * @param micros since 1970
 */
public record LogKey(long micros, long line) implements Comparable<LogKey> {
    private static final Comparator<LogKey> ORDER =
            Comparator.comparingLong(LogKey::micros).thenComparingLong(LogKey::line);

    @Override
    public int compareTo(LogKey other) {
        return ORDER.compare(this, other);
    }
}
