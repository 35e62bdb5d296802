package dev.tachograph.query;

import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many of the lines that match lie in each of equal stretches of time, by level.
 *
 * @param width of each
 * @param bins all of them, those without lines, too
 */
public record LogTimeline(Duration width, List<Bin> bins) {
    /** Bins there are at most, whatever is asked for. */
    public static final int MOST_BINS = 1000;

    /** Widths that people can read off a clock; beyond them it is whole weeks. */
    private static final List<Duration> WIDTHS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(2),
            Duration.ofMillis(5),
            Duration.ofMillis(10),
            Duration.ofMillis(20),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(2));

    private static final long WEEK_MICROS = Duration.ofDays(7).toNanos() / 1000;

    public LogTimeline {
        bins = List.copyOf(bins);
    }

    /**
     * The lines of one stretch.
     *
     * @param begin of it; it is a multiple of the width since 1970
     * @param byPriority lines of each priority from 0 to 7, and at last those without one
     */
    public record Bin(Instant begin, List<Long> byPriority) {
        public Bin {
            byPriority = List.copyOf(byPriority);
        }

        /** Lines of all levels. */
        public long total() {
            return byPriority.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Lines of all bins. */
    public long total() {
        return bins.stream().mapToLong(Bin::total).sum();
    }

    /**
     * Counts the lines that match.
     *
     * @param mostBins how many stretches there may be, apart from one that is cut in two
     */
    public static LogTimeline of(Recorded recorded, LogQuestion question, int mostBins) throws StoreException {
        long from = Micros.of(question.from());
        long to = Micros.of(question.to());
        long width = width(to - from, mostBins);
        Map<Long, long[]> counts = new TreeMap<>();
        for (long bin = Math.floorDiv(from, width); bin * width < to; bin++) {
            counts.put(bin, new long[LogLevel.values().length + 1]);
        }
        try (Reading reading = recorded.read()) {
            LogView view = LogView.of(reading, question, null);
            reading.each(
                    "SELECT epoch_us(timestamp) // %d, priority, count(*)%s GROUP BY ALL".formatted(width, view.from()),
                    view.parameters(),
                    row -> {
                        int level = level(row.numberOrNull(2));
                        counts.computeIfPresent(row.number(1), (_, levels) -> {
                            levels[level] += row.number(3);
                            return levels;
                        });
                        return true;
                    });
        }
        List<Bin> bins = new ArrayList<>(counts.size());
        counts.forEach((bin, levels) -> bins.add(new Bin(
                Micros.toInstant(bin * width), Arrays.stream(levels).boxed().toList())));
        return new LogTimeline(Duration.ofNanos(width * 1000), bins);
    }

    private static int level(@Nullable Long priority) {
        int unknown = LogLevel.values().length;
        return priority == null || priority < 0 || priority >= unknown ? unknown : priority.intValue();
    }

    static long width(long rangeMicros, int mostBins) {
        for (Duration width : WIDTHS) {
            long micros = width.toNanos() / 1000;
            if (rangeMicros / mostBins <= micros && (rangeMicros + micros - 1) / micros <= mostBins) {
                return micros;
            }
        }
        long weeks = Math.max(1, Math.ceilDiv(rangeMicros, mostBins * WEEK_MICROS));
        return weeks * WEEK_MICROS;
    }
}
