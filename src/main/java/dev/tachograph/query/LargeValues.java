package dev.tachograph.query;

import dev.tachograph.model.LogLine;
import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What lines have that is too large for a row or no text. */
final class LargeValues implements ValuesApart {
    /** So many line numbers stand in the text of a question; more are handed over. */
    private static final int MOST_NUMBERS = 1000;
    /** Of the values that are looked at in one question: what is no text takes four times as much while it is. */
    private static final long MOST_BYTES = 8_000_000;

    private final Reading reading;
    private final String where;

    private LargeValues(Reading reading, String where) {
        this.reading = reading;
        this.where = where;
    }

    /** Those of the lines in some parts of a range. */
    static LargeValues of(Reading reading, List<LogPart> parts, LogRange range, String more) {
        return new LargeValues(reading, "%s AND %s%s".formatted(LogPart.sql(parts), range.sql(), more));
    }

    /** Lines that follow each other, by their numbers. */
    private record Stretch(long first, long last) {}

    /**
     * The condition that a line has such a value in a field; {@link LogCondition#NEVER} if none has. They are looked up at
     * once: a search then needs no join for what a line in a thousand has.
     */
    @Override
    public LogCondition lines(String field, TextTest test) throws StoreException {
        LogCondition matching = test.ofBytes("value");
        List<Object> parameters = new ArrayList<>(List.of(field));
        parameters.addAll(matching.parameters());
        List<Long> lines = new ArrayList<>();
        for (Stretch stretch : stretches(field)) {
            String query =
                    "SELECT line FROM recorded.log_values WHERE %s AND line >= %d AND line <= %d AND field = ? AND %s"
                            .formatted(where, stretch.first, stretch.last, matching.sql());
            lines.addAll(reading.all(query, parameters, row -> row.number(1)));
        }
        return condition(lines);
    }

    private static LogCondition condition(List<Long> lines) {
        String numbers = lines.stream().map(String::valueOf).collect(Collectors.joining(","));
        if (lines.isEmpty()) {
            return LogCondition.NEVER;
        }
        return lines.size() <= MOST_NUMBERS
                ? LogCondition.of("line IN (%s)".formatted(numbers))
                : LogCondition.of("line IN (SELECT unnest(string_split(?, ','))::BIGINT)", numbers);
    }

    /** All lines with such a value, in portions that there is memory for. */
    private List<Stretch> stretches(String field) throws StoreException {
        List<Stretch> stretches = new ArrayList<>();
        var bytes = new long[1];
        reading.each(sizes(field), parameters(field), row -> {
            long line = row.number(1);
            long size = row.number(2);
            boolean goesOn = !stretches.isEmpty() && bytes[0] + size <= MOST_BYTES;
            bytes[0] = goesOn ? bytes[0] + size : size;
            Stretch last = goesOn ? stretches.removeLast() : new Stretch(line, line);
            stretches.add(new Stretch(last.first, line));
            return true;
        });
        return stretches;
    }

    /** Of messages the line itself knows the size. */
    private String sizes(String field) {
        return field.equals(LogLine.MESSAGE)
                ? "SELECT line, message_bytes FROM recorded.log_lines WHERE %s AND message_bytes IS NOT NULL ORDER BY line"
                        .formatted(where)
                : "SELECT line, octet_length(value) FROM recorded.log_values WHERE %s AND field = ? ORDER BY line"
                        .formatted(where);
    }

    private static List<Object> parameters(String field) {
        return field.equals(LogLine.MESSAGE) ? List.of() : List.of(field);
    }
}
