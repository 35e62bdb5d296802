package dev.tachograph.query;

import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What lines have that is too large for a row or no text. Bytes that are no UTF-8 count as question marks. */
final class LargeValues {
    private static final String TEXT = "decode(value, 'replace')";
    /** So many line numbers stand in the text of a question; more are left to the database. */
    private static final int MOST_NUMBERS = 1000;

    private final Reading reading;
    private final String where;
    /** {@code null} until somebody asks. */
    private @Nullable Boolean isAny;

    private LargeValues(Reading reading, String where) {
        this.reading = reading;
        this.where = where;
    }

    /** Those of the lines in some parts of a range. */
    static LargeValues of(Reading reading, List<LogPart> parts, LogRange range, String more) {
        return new LargeValues(reading, "%s AND %s%s".formatted(LogPart.sql(parts), range.sql(), more));
    }

    private boolean isAny() throws StoreException {
        if (isAny == null) {
            isAny = reading.first(
                            "SELECT 1 FROM recorded.log_values WHERE %s LIMIT 1".formatted(where), row -> row.number(1))
                    .isPresent();
        }
        return isAny;
    }

    /**
     * The condition that a line has such a value in a field; {@link LogCondition#NEVER} if none has. Few are looked up at
     * once: a search then needs no join for what a line in a thousand has.
     */
    LogCondition lines(String field, TextTest test) throws StoreException {
        if (!isAny()) {
            return LogCondition.NEVER;
        }
        LogCondition matching = test.of(TEXT);
        String query =
                "SELECT line FROM recorded.log_values WHERE %s AND field = ? AND %s".formatted(where, matching.sql());
        List<Object> parameters = new ArrayList<>(List.of(field));
        parameters.addAll(matching.parameters());
        List<Long> lines = new ArrayList<>();
        reading.each(query, parameters, row -> {
            lines.add(row.number(1));
            return lines.size() <= MOST_NUMBERS;
        });
        if (lines.isEmpty()) {
            return LogCondition.NEVER;
        }
        return lines.size() <= MOST_NUMBERS
                ? LogCondition.of(
                        lines.stream().map(String::valueOf).collect(Collectors.joining(", ", "line IN (", ")")))
                : new LogCondition("line IN (%s)".formatted(query), parameters);
    }
}
