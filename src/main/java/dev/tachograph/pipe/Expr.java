package dev.tachograph.pipe;

import java.math.BigDecimal;
import java.util.List;

/** A value or a condition, as it was written. */
sealed interface Expr {
    /** Where it stands. */
    Place place();

    record Text(String value, Place place) implements Expr {}

    /**
     * A number.
     *
     * @param written as it stands in the question
     * @param value in seconds, bytes or nothing
     * @param unit that of a column, or empty
     */
    record Numeral(String written, BigDecimal value, String unit, Place place) implements Expr {}

    record Truth(boolean value, Place place) implements Expr {}

    record Nothing(Place place) implements Expr {}

    record Name(String name, Place place) implements Expr {}

    record Not(Expr part, Place place) implements Expr {}

    record Negative(Expr part, Place place) implements Expr {}

    record Binary(Operator operator, Expr left, Expr right, Place place) implements Expr {}

    record In(Expr value, List<Expr> options, boolean isNegated, Place place) implements Expr {
        public In {
            options = List.copyOf(options);
        }
    }

    record IsNull(Expr value, boolean isNegated, Place place) implements Expr {}

    record Call(String function, List<Expr> arguments, Place name, Place place) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /** Of a search: a text in any of the columns in which words are looked for. */
    record Word(String text, Place place) implements Expr {}

    /** Of a search: a regular expression for the same columns. */
    record Pattern(String pattern, boolean isIgnoringCase, Place place) implements Expr {}

    /** Of a search: a column, and what its values have to be. */
    record Term(Name name, Operator operator, Sought value, Place place) implements Expr {}

    /** Of a search: not so, or not known. */
    record Except(Expr part, Place place) implements Expr {}

    /**
     * What a term looks for.
     *
     * @param text without quotes; of a pattern with its backslashes
     * @param form how it was written
     */
    record Sought(String text, Form form, Place place) {
        enum Form {
            PLAIN,
            QUOTED,
            WILDCARDS,
            REGEX,
            REGEX_ANY_CASE
        }
    }

    /** How two values are put together. */
    enum Operator {
        OR("or", 1),
        AND("and", 2),
        EQUAL("=", 4),
        UNEQUAL("!=", 4),
        LESS("<", 4),
        AT_MOST("<=", 4),
        MORE(">", 4),
        AT_LEAST(">=", 4),
        LIKE("like", 4),
        UNLIKE("not like", 4),
        MATCHES("~", 4),
        MATCHES_NOT("!~", 4),
        PLUS("+", 5),
        MINUS("-", 5),
        TIMES("*", 6),
        DIVIDED("/", 6),
        REST("%", 6);

        private final String sign;
        private final int rank;

        Operator(String sign, int rank) {
            this.sign = sign;
            this.rank = rank;
        }

        String sign() {
            return sign;
        }

        /** What holds more tightly has a higher one. */
        int rank() {
            return rank;
        }
    }
}
