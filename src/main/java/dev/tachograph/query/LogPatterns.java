package dev.tachograph.query;

import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import dev.tachograph.text.LogPattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of the lines that match a search, the most frequent ones first.
 *
 * @param total how many patterns there are
 * @param lines how many lines match
 * @param linesWithout of these, those without a pattern: they have no message, or were stored by a program that knew no patterns
 */
public record LogPatterns(long total, long lines, long linesWithout, List<Pattern> patterns) {
    /** Of one answer. */
    public static final int MOST_PATTERNS = 1000;

    private static final List<LogColumn> OF_EXAMPLE = List.of(LogColumn.LINE, LogColumn.MESSAGE, LogColumn.UNIT);

    public LogPatterns {
        patterns = List.copyOf(patterns);
    }

    /**
     * Lines with one template.
     *
     * @param text the template
     * @param example the message of the newest line
     * @param unit that of the newest line; {@code null} when it is of none
     * @param priority the most severe one of the lines; {@code null} when none has one
     */
    public record Pattern(
            long number,
            String text,
            long count,
            Instant first,
            Instant last,
            String example,
            @Nullable String unit,
            @Nullable Long priority) {}

    /** What is counted of one pattern; {@code null} as its number stands for lines without one. */
    private record Counted(
            @Nullable Long number,
            long count,
            long first,
            LogKey newest,
            @Nullable Long priority,
            long patterns,
            long lines) {
        static Counted of(Row row) {
            return new Counted(
                    row.numberOrNull(1),
                    row.number(2),
                    row.number(3),
                    new LogKey(row.number(4), row.number(5)),
                    row.numberOrNull(6),
                    row.number(7),
                    row.number(8));
        }
    }

    private record Example(String message, @Nullable String unit) {}

    /**
     * Counts the lines by their patterns.
     *
     * @param limit how many patterns are wanted, 1 to {@link #MOST_PATTERNS}
     */
    public static LogPatterns of(Recorded recorded, LogQuestion question, int limit) throws StoreException {
        try (Reading reading = recorded.read()) {
            LogView view = LogView.of(reading, question, null);
            List<Counted> all = reading.all(query(view.from(), limit), view.parameters(), Counted::of);
            List<Counted> known = all.stream()
                    .filter(counted -> counted.number != null)
                    .limit(limit)
                    .toList();
            long without = all.stream()
                    .filter(counted -> counted.number == null)
                    .mapToLong(Counted::count)
                    .sum();
            return new LogPatterns(
                    all.isEmpty() ? 0 : all.getFirst().patterns,
                    all.isEmpty() ? 0 : all.getFirst().lines,
                    without,
                    patterns(known, examples(reading, known)));
        }
    }

    /** Whatever the limit, the lines without a pattern are in it. */
    private static String query(String from, int limit) {
        return """
                WITH counts AS (
                    SELECT pattern, count(*) AS lines, epoch_us(min(timestamp)) AS first, epoch_us(max(timestamp)) AS last,
                           max_by(line, timestamp) AS newest, min(priority) AS priority%s GROUP BY pattern
                )
                SELECT pattern, lines, first, last, newest, priority, count(pattern) OVER (), (sum(lines) OVER ())::BIGINT FROM counts
                ORDER BY pattern IS NOT NULL, lines DESC, pattern LIMIT %d
                """.formatted(from, limit + 1);
    }

    private static Map<Long, Example> examples(Reading reading, List<Counted> counted) throws StoreException {
        Map<Long, Example> examples = new HashMap<>();
        if (!counted.isEmpty()) {
            List<LogKey> keys = counted.stream().map(Counted::newest).toList();
            reading.each(LogLines.query(reading, keys, OF_EXAMPLE), List.of(), row -> {
                examples.put(row.number(1), new Example(row.text(2), row.textOrNull(3)));
                return true;
            });
        }
        return examples;
    }

    private static List<Pattern> patterns(List<Counted> known, Map<Long, Example> examples) {
        List<Pattern> patterns = new ArrayList<>(known.size());
        for (Counted counted : known) {
            Long number = counted.number;
            Example example = examples.get(counted.newest.line());
            if (number != null && example != null) {
                patterns.add(new Pattern(
                        number,
                        LogPattern.template(example.message),
                        counted.count,
                        Micros.toInstant(counted.first),
                        Micros.toInstant(counted.newest.micros()),
                        example.message,
                        example.unit,
                        counted.priority));
            }
        }
        return patterns;
    }
}
