package dev.tachograph.query;

import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The lines around a line, in order of time, from whatever source.
 *
 * @param line in the middle
 * @param keys of all of them
 * @param isTruncated whether there are more within the time that was asked for
 */
public record LogSurroundings(LogKey line, List<LogKey> keys, boolean isTruncated) {
    /** On each side. */
    public static final int MOST_LINES = 1000;

    private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

    public LogSurroundings {
        keys = LogKeys.copyOf(keys);
    }

    /** So many lines before and after a line; nothing when it is not there. */
    public static Optional<LogSurroundings> ofLines(Recorded recorded, long line, int count) throws StoreException {
        return of(recorded, line, Instant.EPOCH, END, count, false);
    }

    /** The lines that were logged as long as that before and after a line; nothing when it is not there. */
    public static Optional<LogSurroundings> ofTime(Recorded recorded, long line, Duration reach) throws StoreException {
        try (Reading reading = recorded.read()) {
            Optional<LogKey> key = key(reading, line);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            Instant at = Micros.toInstant(key.get().micros());
            Instant from = at.minus(reach);
            return of(
                    recorded,
                    line,
                    from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from,
                    at.plus(reach).plusNanos(1000),
                    MOST_LINES,
                    true);
        }
    }

    private static Optional<LogSurroundings> of(
            Recorded recorded, long line, Instant from, Instant to, int count, boolean isCut) throws StoreException {
        try (Reading reading = recorded.read()) {
            Optional<LogKey> key = key(reading, line);
            if (key.isEmpty()) {
                return Optional.empty();
            }
            LogView view = LogView.of(reading, new LogQuestion("", List.of(), from, to), null);
            List<LogKey> before = view.first(count + 1, true, key.get());
            List<LogKey> after = view.first(count + 1, false, key.get());
            boolean isTruncated = isCut && (before.size() > count || after.size() > count);
            List<LogKey> keys = new ArrayList<>(before.subList(0, Math.min(count, before.size())));
            Collections.reverse(keys);
            keys.add(key.get());
            keys.addAll(after.subList(0, Math.min(count, after.size())));
            return Optional.of(new LogSurroundings(key.get(), keys, isTruncated));
        }
    }

    /** Where a line stands; nothing when there is none with this number. */
    static Optional<LogKey> key(Reading reading, long line) throws StoreException {
        List<LogPart> parts = LogPart.all(reading).stream()
                .filter(part -> part.untilLine() > line)
                .toList();
        return reading.first(
                "SELECT epoch_us(timestamp), line FROM recorded.log_lines WHERE %s AND line = %d"
                        .formatted(LogPart.sql(parts), line),
                row -> new LogKey(row.number(1), row.number(2)));
    }
}
