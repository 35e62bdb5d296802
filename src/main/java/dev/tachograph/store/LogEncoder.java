package dev.tachograph.store;

import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.text.LogPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers log lines, their origins and their patterns. An origin is stored once, however many lines it has, until it is forgotten here; then
 * it is stored once more, under another number.
 *
 * <p>Numbers count only once their rows are committed: see {@link #committed}.
 */
final class LogEncoder {
    /** Beyond this the origins of lines long ago are forgotten. */
    static final int MOST_ORIGINS = 4096;

    /** Likewise; bytes in memory, about. */
    static final long MOST_WEIGHT = 2_000_000;

    private final LinkedHashMap<LogOrigin, Long> known = new LinkedHashMap<>(16, 0.75f, true);
    private long weight;
    /** Also for those who read. */
    private volatile long nextLine;

    private long nextOrigin;

    /**
     * Goes on where the store ends.
     *
     * @param nextLine the number of the next line
     * @param nextOrigin the number of the next origin
     */
    LogEncoder(long nextLine, long nextOrigin) {
        this.nextLine = nextLine;
        this.nextOrigin = nextOrigin;
    }

    /**
     * A line with its numbers.
     *
     * @param pattern that of its message, as far as the row has it; {@code null} when there is none
     */
    record LineRow(
            long line,
            long originId,
            LogLine logLine,
            @Nullable Long pattern) {}

    /** An origin that no stored row has yet. */
    record OriginRow(long originId, LogOrigin origin) {}

    /** What is to be stored for some lines. */
    record Rows(List<OriginRow> origins, List<LineRow> lines) {}

    /** Numbers lines in their order. */
    Rows encode(Collection<LogLine> lines) {
        Map<LogOrigin, Long> fresh = new HashMap<>();
        List<OriginRow> origins = new ArrayList<>();
        List<LineRow> rows = new ArrayList<>(lines.size());
        long line = nextLine;
        LogOrigin last = null;
        long lastId = 0;
        for (LogLine each : lines) {
            LogOrigin origin = each.origin();
            if (!origin.equals(last)) {
                last = origin;
                lastId = id(origin, fresh, origins);
            }
            String message = each.message();
            rows.add(new LineRow(line++, lastId, each, message == null ? null : LogPattern.number(message)));
        }
        return new Rows(origins, rows);
    }

    private long id(LogOrigin origin, Map<LogOrigin, Long> fresh, List<OriginRow> origins) {
        Long id = known.get(origin);
        if (id == null) {
            id = fresh.get(origin);
        }
        if (id == null) {
            id = nextOrigin + origins.size();
            fresh.put(origin, id);
            origins.add(new OriginRow(id, origin));
        }
        return id;
    }

    /** The rows are in the store. */
    void committed(Rows rows) {
        for (OriginRow row : rows.origins) {
            if (known.put(row.origin, row.originId) == null) {
                weight += row.origin.weight();
            }
        }
        forgetEldest();
        nextOrigin += rows.origins.size();
        long next = nextLine + rows.lines.size();
        nextLine = next;
    }

    private void forgetEldest() {
        while (known.size() > MOST_ORIGINS || weight > MOST_WEIGHT) {
            LogOrigin eldest = known.firstEntry().getKey();
            known.remove(eldest);
            weight -= eldest.weight();
        }
    }

    /** The rows of origins may be gone. */
    void forgetOrigins() {
        known.clear();
        weight = 0;
    }

    /** The number that the next line gets. */
    long nextLine() {
        return nextLine;
    }
}
