package dev.tachograph.query;

import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Lines that match a search as they are stored, in the order of their numbers. For one thread. */
public final class LogTail {
    /** Of one question. */
    private static final int MOST_ROWS = 500;
    /**
     * Numbers that one question looks at. All that are left would make catching up quadratic: each question finds some hundred
     * lines and looks at every one that comes after them.
     */
    private static final long LEAST_WINDOW = 5000;
    /** Where few lines match, more of them are looked at each time. */
    private static final long MOST_WINDOW = 64 * LEAST_WINDOW;

    private final String text;
    private final Search search;
    private long window = LEAST_WINDOW;

    /**
     * The lines that match.
     *
     * @throws SearchException when the search is none
     */
    public LogTail(String text, List<Search> more) {
        this.text = text;
        this.search = Search.all(Stream.concat(Stream.of(SearchParser.parse(text)), more.stream())
                .toList());
    }

    /** Asks the database whether the regular expressions are right. @throws SearchException when one is not */
    public void check(Recorded recorded) throws StoreException {
        if (!SearchParser.parsed(text).expressions().isEmpty()) {
            try (Reading reading = recorded.read()) {
                LogView.checkExpressions(reading, text);
            }
        }
    }

    /**
     * Reads some of the lines that match among those after a number, up to another. Whoever wants more asks again.
     *
     * @param columns of which the first is the line's number
     * @param sink says whether it has room for more
     * @return the number up to which all is read
     */
    public long read(Recorded recorded, long after, long upTo, List<LogColumn> columns, Predicate<LogRow> sink)
            throws StoreException {
        long end = upTo - after > window ? after + window : upTo;
        var last = new long[] {end};
        var count = new int[1];
        try (Reading reading = recorded.read()) {
            List<LogPart> parts = LogPart.all(reading).stream()
                    .filter(part -> part.untilLine() > after + 1)
                    .toList();
            var range = new LogRange(0, Long.MAX_VALUE / 2, end);
            String fresh = " AND line > %d".formatted(after);
            LogCondition condition = new SearchSql(LargeValues.of(reading, parts, range, fresh)).of(search);
            reading.each(
                    "SELECT %s FROM %s WHERE %s AND line <= %d%s AND %s ORDER BY line LIMIT %d"
                            .formatted(
                                    LogRow.sql(columns),
                                    LogPart.lines(parts),
                                    LogPart.sql(parts),
                                    end,
                                    fresh,
                                    condition.sql(),
                                    MOST_ROWS),
                    condition.parameters(),
                    row -> {
                        boolean wantsMore = sink.test(new LogRow(columns, row));
                        if (!wantsMore || ++count[0] == MOST_ROWS) {
                            last[0] = row.number(1);
                        }
                        return wantsMore;
                    });
        }
        window = last[0] == end ? Math.min(2 * window, MOST_WINDOW) : LEAST_WINDOW;
        return last[0];
    }
}
