package dev.tachograph.store;

import dev.tachograph.settings.Settings.Limit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * What is kept of one data type, against what may be.
 *
 * @param segments in the order in which they go: that of recording; of log lines, which are stored later than they were
 *     written and may come newest first, that of time
 * @param hotBytes live bytes in the hot file; they don't go before they are sealed
 * @param hotSpan how long these cover
 * @param growthBytes expected until retention looks again
 */
record Holding(
        String type, List<KeptSegment> segments, long hotBytes, Duration hotSpan, long growthBytes, Limit limit) {
    Holding {
        segments = segments.stream()
                .sorted(
                        type.equals(Segment.Type.LOGS.word())
                                ? Comparator.comparing(KeptSegment::to)
                                : Comparator.comparingLong(KeptSegment::tick))
                .toList();
    }

    long bytes() {
        return hotBytes + sealedBytes();
    }

    long sealedBytes() {
        return segments.stream().mapToLong(KeptSegment::bytes).sum();
    }

    /** How much of its own limit it takes. */
    double share() {
        return (double) bytes() / limit.bytes();
    }

    /** The same without its oldest segments. */
    Holding without(int oldest) {
        return new Holding(type, segments.subList(oldest, segments.size()), hotBytes, hotSpan, growthBytes, limit);
    }
}
