package dev.tachograph.query;

import dev.tachograph.model.Gap;
import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Log lines, page by page. */
public final class LogLines {
    /** Where the parts of a range have no more lines than these, those are counted that match a search for texts. */
    private static final long MOST_LOOKED_INTO = 300_000;
    /** The same for searches that only compare values. */
    private static final long MOST_COMPARED = 3_000_000;

    private static final int MOST_GAPS = 100;
    /** Of one question: what they are needs the memory that there is for questions. */
    private static final int MOST_ROWS = 1000;
    /** Of rows with all that they have. */
    private static final int MOST_WHOLE_ROWS = 1000;

    private static final int FEWER = 10;
    private static final String SHORTAGE = "Out of Memory";

    private final Recorded recorded;

    public LogLines(Recorded recorded) {
        this.recorded = recorded;
    }

    /**
     * A page of the lines that match.
     *
     * @param cursor of another page; {@code null} for the first one
     * @throws SearchException when the search is none
     * @throws IllegalArgumentException when the cursor is none, or that of another question
     */
    public LogPage page(LogQuestion question, LogOrder order, int limit, @Nullable String cursor)
            throws StoreException {
        return cursor == null ? first(question, order, limit) : other(question, order, limit, cursor);
    }

    private LogPage first(LogQuestion question, LogOrder order, int limit) throws StoreException {
        try (Reading reading = recorded.read()) {
            LogView view = LogView.of(reading, question, null);
            List<LogKey> found = order.isByTime()
                    ? view.first(limit + 1, order.isDescending(), null)
                    : view.first(limit + 1, order.column(), order.isDescending());
            boolean isMore = found.size() > limit;
            List<LogKey> shown = found.subList(0, Math.min(limit, found.size()));
            Long total = total(view, question, found.size(), isMore, limit);
            String next = isMore && order.isByTime() && !shown.isEmpty()
                    ? cursor(false, shown.getLast(), question, view.lastLine(), total, order)
                    : null;
            return new LogPage(
                    shown, question.from(), question.to(), total, isMore, next, null, gaps(reading, question));
        }
    }

    private static @Nullable Long total(LogView view, LogQuestion question, int found, boolean isMore, int limit)
            throws StoreException {
        if (!isMore) {
            return (long) found;
        }
        long most = SearchSql.isQuick(question.search()) ? MOST_COMPARED : MOST_LOOKED_INTO;
        boolean isCounted =
                limit == 0 || view.linesAtMost() <= most; // who wants no lines wants to know how many there are
        return isCounted ? Long.valueOf(view.count()) : null;
    }

    private LogPage other(LogQuestion asked, LogOrder order, int limit, String text) throws StoreException {
        LogCursor cursor = LogCursor.parse(text);
        if (!order.isByTime()) {
            throw new IllegalArgumentException(
                    "pages are those of a list by timestamp; sort by it, or raise the limit");
        }
        if (cursor.question() != number(asked, order)) {
            throw new IllegalArgumentException(
                    "this cursor is of another search; q, hostname, unit, priority and sort_dir have to be those of its page");
        }
        var question = new LogQuestion(
                asked.text(), asked.more(), Micros.toInstant(cursor.from()), Micros.toInstant(cursor.to()));
        try (Reading reading = recorded.read()) {
            LogView view = LogView.of(reading, question, cursor.lastLine());
            boolean isDescending = order.isDescending() != cursor.isBackwards();
            List<LogKey> found = view.first(limit + 1, isDescending, cursor.key());
            boolean isMore = found.size() > limit;
            List<LogKey> shown = new ArrayList<>(found.subList(0, Math.min(limit, found.size())));
            if (cursor.isBackwards()) {
                Collections.reverse(shown);
            }
            boolean hasNext = !shown.isEmpty() && (isMore || cursor.isBackwards());
            boolean hasPrevious = !shown.isEmpty() && (isMore || !cursor.isBackwards());
            Long total = cursor.total();
            return new LogPage(
                    shown,
                    question.from(),
                    question.to(),
                    total,
                    hasNext || hasPrevious,
                    hasNext ? cursor(false, shown.getLast(), question, view.lastLine(), total, order) : null,
                    hasPrevious ? cursor(true, shown.getFirst(), question, view.lastLine(), total, order) : null,
                    gaps(reading, question));
        }
    }

    private static String cursor(
            boolean isBackwards,
            LogKey key,
            LogQuestion question,
            long lastLine,
            @Nullable Long total,
            LogOrder order) {
        return new LogCursor(
                        isBackwards,
                        key,
                        Micros.of(question.from()),
                        Micros.of(question.to()),
                        lastLine,
                        total,
                        number(question, order))
                .text();
    }

    private static int number(LogQuestion question, LogOrder order) {
        return Objects.hash(SearchText.of(question.search()), order.isDescending());
    }

    private static List<Gap> gaps(Reading reading, LogQuestion question) throws StoreException {
        return Gaps.between(reading, Gap.Stream.LOGS, question.from(), question.to(), MOST_GAPS);
    }

    /**
     * Reads lines in the order of their keys, a thousand at most; whoever wants more asks again. Those that went meanwhile are
     * left out.
     *
     * @param sink says whether it has room for more
     * @return how many of the keys are done with, at least one
     */
    public int read(List<LogKey> keys, List<LogColumn> columns, Predicate<LogRow> sink) throws StoreException {
        int most = columns.contains(LogColumn.FIELDS) ? MOST_WHOLE_ROWS : MOST_ROWS;
        var taken = new int[1];
        while (true) {
            List<LogKey> some = keys.subList(0, Math.min(most, keys.size()));
            try {
                return readAll(some, columns, row -> {
                    taken[0]++;
                    return sink.test(row);
                });
            } catch (StoreException e) {
                if (taken[0] > 0 || some.size() == 1 || !e.summary().contains(SHORTAGE)) {
                    throw e;
                }
                most = Math.max(1, some.size() / FEWER); // lines of enormous size
            }
        }
    }

    private int readAll(List<LogKey> keys, List<LogColumn> columns, Predicate<LogRow> sink) throws StoreException {
        var done = new int[] {keys.size()};
        try (Reading reading = recorded.read()) {
            reading.each(query(reading, keys, columns), List.of(), row -> {
                boolean wantsMore = sink.test(new LogRow(columns, row));
                done[0] = wantsMore ? done[0] : (int) row.number(columns.size() + 1) + 1;
                return wantsMore;
            });
        }
        return done[0];
    }

    /** Lines by their keys, in that order. */
    static String query(Reading reading, List<LogKey> keys, List<LogColumn> columns) throws StoreException {
        long from = keys.stream().mapToLong(LogKey::micros).min().orElse(0);
        long to = keys.stream().mapToLong(LogKey::micros).max().orElse(0);
        var range = new LogRange(from, to + 1, Long.MAX_VALUE);
        // one text that is cast: a thousand VALUES take five times as long to plan as all the rest takes
        String wanted = keys.stream().map(key -> Long.toString(key.line())).collect(Collectors.joining(","));
        List<LogPart> parts = LogPart.within(LogPart.all(reading), range);
        return """
                SELECT %s, wanted.place FROM %s
                JOIN (SELECT unnest(n) AS number, unnest(range(len(n))) AS place FROM (SELECT '[%s]'::BIGINT[] AS n)) AS wanted
                  ON line = wanted.number
                WHERE %s AND %s ORDER BY wanted.place
                """.formatted(LogRow.sql(columns), LogPart.lines(parts), wanted, LogPart.sql(parts), range.sql());
    }
}
