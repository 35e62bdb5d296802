package dev.tachograph.query;

import dev.tachograph.store.StoreException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** A search as a condition over the views that users know, with everything in its text: SQL that can be copied. */
public final class SearchView {
    private SearchView() {}

    /**
     * What stands behind WHERE in a SELECT over {@code journal_logs}.
     *
     * @param range a condition on {@code timestamp} that all the lines meet: it spares looking at values of other lines
     * @param literal writes a text as a literal of SQL
     */
    public static String condition(Search search, String range, Function<String, String> literal) {
        try {
            LogCondition condition = new SearchSql((field, test) -> apart(range, field, test)).of(search);
            return withLiterals(condition, literal);
        } catch (StoreException e) {
            throw new IllegalStateException("nothing was read", e);
        }
    }

    private static LogCondition apart(String range, String field, TextTest test) {
        LogCondition matching = test.ofBytes("value");
        List<Object> parameters = new ArrayList<>(List.of(field));
        parameters.addAll(matching.parameters());
        return new LogCondition(
                "line IN (\n        SELECT line FROM log_values WHERE field = ? AND %s\n        AND %s)"
                        .formatted(range, matching.sql()),
                parameters);
    }

    /** In a condition a question mark stands for a parameter and for nothing else. */
    private static String withLiterals(LogCondition condition, Function<String, String> literal) {
        var sql = new StringBuilder();
        Iterator<Object> parameters = condition.parameters().iterator();
        condition.sql().chars().forEach(c -> {
            if (c == '?') {
                Object parameter = parameters.next();
                sql.append(parameter instanceof Long number ? number.toString() : literal.apply(parameter.toString()));
            } else {
                sql.append((char) c);
            }
        });
        return sql.toString();
    }
}
