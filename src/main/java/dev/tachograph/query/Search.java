package dev.tachograph.query;

import java.util.List;
import java.util.stream.Collectors;

/** What lines are looked for. {@link SearchText#of} writes it down again. */
public sealed interface Search {
    /** Every line. */
    record Everything() implements Search {}

    /** Lines that all of the parts match, of which there are at least two. */
    record All(List<Search> parts) implements Search {
        public All {
            parts = List.copyOf(parts);
        }
    }

    /** Lines that any of the parts matches, of which there are at least two. */
    record Any(List<Search> parts) implements Search {
        public Any {
            parts = List.copyOf(parts);
        }
    }

    /** Lines that the part does not match: those, too, of which it is not known. */
    record Not(Search part) implements Search {}

    /** Lines whose message has this in it, whatever the case of its letters. */
    record Text(String text) implements Search {}

    /** Lines whose message has something in it that a regular expression describes. */
    record Expression(String pattern, boolean ignoreCase) implements Search {}

    /** Lines with this value in a field. */
    record FieldValue(SearchField field, String value) implements Search {}

    /** Lines with a value like this in a field. */
    record FieldPattern(SearchField field, Wildcards pattern) implements Search {}

    /** Lines with a value in a field that a regular expression describes a part of. */
    record FieldExpression(SearchField field, String pattern, boolean ignoreCase) implements Search {}

    /** Lines with a number in a column that compares so with another. */
    record Comparison(LogColumn column, Operator operator, long number) implements Search {}

    /** How numbers compare. */
    enum Operator {
        EQUAL("="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /** All of the parts that say something. */
    static Search all(List<Search> parts) {
        List<Search> restricting =
                parts.stream().filter(part -> !(part instanceof Everything)).collect(Collectors.toList());
        return switch (restricting.size()) {
            case 0 -> new Everything();
            case 1 -> restricting.getFirst();
            default -> new All(restricting);
        };
    }
}
