package dev.tachograph.pipe;

import java.util.List;

/**
 * A question as SQL.
 *
 * @param sql one statement over the views that users know, to be run as it is
 * @param columns of its answer
 * @param shape what the answer is
 * @param regexes that only the database can check, in the order of the question
 */
public record Compiled(String sql, List<Column> columns, Shape shape, List<Regex> regexes) {
    public Compiled {
        columns = List.copyOf(columns);
        regexes = List.copyOf(regexes);
    }

    /** What an answer is, which says how to draw it. */
    public enum Shape {
        /** Rows of any kind. */
        TABLE,
        /** Figures over time: {@code timestamp}, the series where there are some, and figures. */
        TIMECHART,
        /** Log lines. */
        LINES
    }

    /** A regular expression, and where it stands in the question. */
    public record Regex(String pattern, Place place) {}
}
