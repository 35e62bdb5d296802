package dev.tachograph.query;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Searches of any form, the same for the same random numbers. */
final class RandomSearch {
    private static final List<String> TEXTS = List.of(
            "a",
            "Error",
            "x y",
            "\"",
            "\\",
            "(",
            ")",
            "/",
            "-",
            "OR",
            "NOT",
            ":",
            "*",
            "?",
            "%",
            "_",
            "'",
            ";--",
            "é",
            "😀",
            "\u0000",
            "\n",
            "\u001b[31m",
            "10.0.0.1",
            "a:b",
            ">=5",
            "http://x");
    private static final List<String> EXPRESSIONS =
            List.of("a", "a|b", "^x.*y$", "[a-f]{2,5}", "\\d+ \"q\" (z)", "a\\/b", "\\\\", "(?i)x", "[(]");
    private static final List<String> FIELDS =
            List.of("unit", "hostname", "identifier", "exe", "_PID", "FOO", "MESSAGE", "_BOOT_ID");
    private static final List<LogColumn> NUMBERS =
            List.of(LogColumn.PID, LogColumn.UID, LogColumn.PRIORITY, LogColumn.LINE, LogColumn.ERRNO);

    private final RandomGenerator random;

    RandomSearch(RandomGenerator random) {
        this.random = random;
    }

    Search next() {
        return next(4);
    }

    private Search next(int depth) {
        int kind = random.nextInt(depth == 0 ? 6 : 9);
        return switch (kind) {
            case 0 -> new Search.Text(text());
            case 1 -> new Search.Expression(one(EXPRESSIONS), random.nextBoolean());
            case 2 -> new Search.FieldValue(field(), text());
            case 3 -> new Search.FieldPattern(field(), new Wildcards(pattern()));
            case 4 -> new Search.FieldExpression(field(), one(EXPRESSIONS), random.nextBoolean());
            case 5 -> comparison(one(NUMBERS));
            case 6 -> new Search.Not(next(depth - 1));
            case 7 -> new Search.All(parts(depth - 1));
            default -> new Search.Any(parts(depth - 1));
        };
    }

    private Search comparison(LogColumn column) {
        long number = column == LogColumn.PRIORITY ? random.nextLong(8) : random.nextLong(-9, 99);
        return new Search.Comparison(column, one(List.of(Search.Operator.values())), number);
    }

    private List<Search> parts(int depth) {
        return IntStream.range(0, 2 + random.nextInt(2))
                .mapToObj(_ -> next(depth))
                .toList();
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(4); i >= 0; i--) {
            text.append(one(TEXTS));
        }
        return text.toString();
    }

    private String pattern() {
        var pattern = new StringBuilder(random.nextBoolean() ? "*" : "?");
        for (int i = random.nextInt(3); i >= 0; i--) {
            one(TEXTS).codePoints().mapToObj(Wildcards::quoted).forEach(pattern::append);
            pattern.append(random.nextBoolean() ? "*" : "");
        }
        return pattern.toString();
    }

    private SearchField field() {
        return SearchField.named(one(FIELDS)).orElseThrow();
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
