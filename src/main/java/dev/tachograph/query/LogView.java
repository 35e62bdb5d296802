package dev.tachograph.query;

import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a range that match a search, within one reading. */
final class LogView {
    private static final String INVALID = "Invalid Input Error: ";
    /** Of the parts that are asked at first; each time more are needed, twice as many. */
    private static final int FIRST_PARTS = 1;

    private final Reading reading;
    private final LogRange range;
    private final List<LogPart> parts;
    private final LogCondition condition;

    private LogView(Reading reading, LogRange range, List<LogPart> parts, LogCondition condition) {
        this.reading = reading;
        this.range = range;
        this.parts = parts;
        this.condition = condition;
    }

    /**
     * The lines that match.
     *
     * @param lastLine the number of the last one that counts; {@code null} for the last that is stored
     * @throws SearchException when the search has a regular expression that is none
     */
    static LogView of(Reading reading, LogQuestion question, @Nullable Long lastLine) throws StoreException {
        List<LogPart> all = LogPart.all(reading);
        var range = LogRange.of(question.from(), question.to(), lastLine == null ? LogPart.lastLine(all) : lastLine);
        checkExpressions(reading, question.text());
        List<LogPart> parts = LogPart.within(all, range);
        var sql = new SearchSql(LargeValues.of(reading, parts, range, ""));
        return new LogView(reading, range, parts, sql.of(question.search()));
    }

    /** Only the database knows which regular expressions there are. */
    static void checkExpressions(Reading reading, String text) throws StoreException {
        for (SearchParser.Place place : SearchParser.parsed(text).expressions()) {
            try {
                reading.first("SELECT regexp_matches('', ?)", List.of(place.pattern()), row -> row.truth(1));
            } catch (StoreException e) {
                if (!e.summary().startsWith(INVALID)) {
                    throw e;
                }
                throw new SearchException(
                        place.position(),
                        place.length(),
                        "no regular expression: " + e.summary().substring(INVALID.length()),
                        "regular expressions are those of RE2");
            }
        }
    }

    /** The number of the last line that counts. */
    long lastLine() {
        return range.lastLine();
    }

    /** Lines there are in the parts that have to be looked at. */
    long linesAtMost() {
        return parts.stream().mapToLong(LogPart::lines).sum();
    }

    /** What stands behind SELECT … : the matching lines of these parts. */
    private String from(List<LogPart> some) {
        return " FROM %s WHERE %s AND %s AND %s"
                .formatted(LogPart.lines(some), LogPart.sql(some), range.sql(), condition.sql());
    }

    /** The matching lines, to stand behind what is selected of them; its parameters are {@link #parameters}. */
    String from() {
        return from(parts);
    }

    List<Object> parameters() {
        return condition.parameters();
    }

    long count() throws StoreException {
        return reading.first("SELECT count(*)" + from(), parameters(), row -> row.number(1))
                .orElseThrow();
    }

    /**
     * The first lines in order of time, after one of them. The parts are asked in that order as well, and no more of them than
     * it takes.
     *
     * @param after {@code null} to begin at the begin
     */
    List<LogKey> first(int limit, boolean isDescending, @Nullable LogKey after) throws StoreException {
        Comparator<LogKey> order = isDescending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        List<LogPart> waiting = new ArrayList<>(parts);
        if (after != null) {
            waiting.removeIf(part -> isDescending ? part.from() > after.micros() : part.to() < after.micros());
        }
        waiting.sort(
                isDescending
                        ? Comparator.comparingLong(LogPart::to).reversed()
                        : Comparator.comparingLong(LogPart::from));
        List<LogKey> found = new ArrayList<>();
        int next = FIRST_PARTS;
        while (!waiting.isEmpty() && !isComplete(found, limit, waiting.getFirst(), isDescending)) {
            List<LogPart> some = waiting.subList(0, Math.min(next, waiting.size()));
            found.addAll(first(some, limit, isDescending, after));
            some.clear();
            found.sort(order);
            found.subList(Math.min(limit, found.size()), found.size()).clear();
            next *= 2;
        }
        return found;
    }

    /** Whether nothing in a part, nor in those after it, comes before the last of what was found. */
    private static boolean isComplete(List<LogKey> found, int limit, LogPart next, boolean isDescending) {
        if (found.size() < limit) {
            return false;
        }
        return limit == 0
                || (isDescending
                        ? next.to() < found.getLast().micros()
                        : next.from() > found.getLast().micros());
    }

    private List<LogKey> first(List<LogPart> some, int limit, boolean isDescending, @Nullable LogKey after)
            throws StoreException {
        String direction = isDescending ? "DESC" : "ASC";
        return keys(
                from(some) + (after == null ? "" : beyond(after, isDescending)),
                "timestamp %1$s, line %1$s".formatted(direction),
                limit);
    }

    private static String beyond(LogKey key, boolean isDescending) {
        return " AND timestamp %1$s= make_timestamptz(%2$d) AND (timestamp %1$s make_timestamptz(%2$d) OR line %1$s %3$d)"
                .formatted(isDescending ? "<" : ">", key.micros(), key.line());
    }

    /** The first lines in the order of a column; those where it is not known come last. */
    List<LogKey> first(int limit, LogColumn column, boolean isDescending) throws StoreException {
        return keys(
                from(),
                "%1$s %2$s NULLS LAST, line %2$s".formatted(column.sql(), isDescending ? "DESC" : "ASC"),
                limit);
    }

    private List<LogKey> keys(String from, String order, int limit) throws StoreException {
        return limit == 0
                ? Collections.emptyList()
                : reading.all(
                        "SELECT epoch_us(timestamp), line%s ORDER BY %s LIMIT %d".formatted(from, order, limit),
                        parameters(),
                        row -> new LogKey(row.number(1), row.number(2)));
    }
}
