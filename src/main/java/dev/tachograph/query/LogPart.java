package dev.tachograph.query;

import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A part of the log: the hot tables, or one sealed segment. Many questions are answered by the newest of them, and every
 * segment that is left out need not be opened.
 *
 * @param segment its number; 0 for the hot tables
 * @param from when its first line was, in microseconds since 1970
 * @param to when its last line was
 * @param untilLine the number after that of its last line
 */
record LogPart(int segment, long from, long to, long untilLine, long lines) {
    private static final String ALL = """
            SELECT segment, epoch_us(from_time), epoch_us(to_time), until_tick, samples FROM hot.segments WHERE type = 'logs'
            UNION ALL
            SELECT 0, epoch_us(min(timestamp)), epoch_us(max(timestamp)), max(line) + 1, count(*)
            FROM hot.log_lines HAVING count(*) > 0
            """;

    static List<LogPart> all(Reading reading) throws StoreException {
        return reading.all(
                ALL,
                row -> new LogPart((int) row.number(1), row.number(2), row.number(3), row.number(4), row.number(5)));
    }

    /** The number of the last line that was stored; 0 when there is none. */
    static long lastLine(Collection<LogPart> parts) {
        return parts.stream().mapToLong(part -> part.untilLine - 1).max().orElse(0);
    }

    boolean overlaps(LogRange range) {
        return from < range.to() && to >= range.from();
    }

    static List<LogPart> within(Collection<LogPart> parts, LogRange range) {
        return parts.stream().filter(part -> part.overlaps(range)).toList();
    }

    private static boolean areHot(Collection<LogPart> parts) {
        return parts.size() == 1 && parts.iterator().next().segment == 0;
    }

    /** What has their lines, and maybe more: the view over everything takes twice as long for hot lines alone. */
    static String lines(Collection<LogPart> parts) {
        return areHot(parts) ? "(SELECT *, 0 AS segment FROM hot.log_rows)" : "recorded.log_lines";
    }

    /** Over {@code segment}, for what has lines and for the views of schema recorded. */
    static String sql(Collection<LogPart> parts) {
        return parts.isEmpty()
                ? "false"
                : parts.stream()
                        .map(part -> Integer.toString(part.segment))
                        .collect(Collectors.joining(", ", "segment IN (", ")"));
    }
}
