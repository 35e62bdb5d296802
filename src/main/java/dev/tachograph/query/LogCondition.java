package dev.tachograph.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A condition over the columns of recorded.log_lines. What comes from outside is among the parameters, and never in the text.
 *
 * @param sql with a {@code ?} for each parameter
 * @param parameters numbers and texts
 */
record LogCondition(String sql, List<Object> parameters) {
    static final LogCondition ALWAYS = new LogCondition("true", List.of());
    static final LogCondition NEVER = new LogCondition("false", List.of());

    LogCondition {
        parameters = List.copyOf(parameters);
    }

    static LogCondition of(String sql, Object... parameters) {
        return new LogCondition(sql, List.of(parameters));
    }

    /** Several of them with a word of SQL in between. */
    static LogCondition join(String word, List<LogCondition> parts) {
        var sql = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        for (LogCondition part : parts) {
            sql.add(part.sql);
            parameters.addAll(part.parameters);
        }
        return parts.size() == 1
                ? parts.getFirst()
                : new LogCondition("(" + String.join(" " + word + " ", sql) + ")", parameters);
    }

    /** What is not known is not so, either. */
    LogCondition negated() {
        return new LogCondition("(%s) IS NOT TRUE".formatted(sql), parameters);
    }
}
