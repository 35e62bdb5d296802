package dev.tachograph.pipe;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Names and values as they stand in SQL: whatever they hold, nothing of it is taken for SQL. */
final class SqlText {
    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]*");
    private static final Set<String> KEYWORDS = Set.copyOf(Resource.lines("keywords.txt"));

    private SqlText() {}

    /** A name, in quotes where SQL would not read it as one. */
    static String name(String name) {
        boolean isPlain = PLAIN_NAME.matcher(name).matches() && !KEYWORDS.contains(name);
        return isPlain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text. What can't be seen, and what would end the statement for some program, is written as a number. */
    static String text(String text) {
        List<String> parts = new ArrayList<>();
        var plain = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c)) {
                addPlain(parts, plain);
                parts.add("chr(%d)".formatted(c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        if (!plain.isEmpty() || parts.isEmpty()) {
            addPlain(parts, plain);
        }
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        return "(" + String.join(" || ", parts) + ")";
    }

    private static void addPlain(List<String> parts, StringBuilder plain) {
        if (!plain.isEmpty() || parts.isEmpty()) {
            parts.add("'" + plain.toString().replace("'", "''") + "'");
            plain.setLength(0);
        }
    }

    /** A time, to the microsecond. */
    static String time(Instant at) {
        return "TIMESTAMPTZ '%s'".formatted(at);
    }

    /** A length of time, in the largest unit that it is a whole number of. */
    static String interval(Duration length) {
        long micros = length.toNanos() / 1000;
        record Step(String word, long micros) {}
        List<Step> steps = List.of(
                new Step("day", 86_400_000_000L),
                new Step("hour", 3_600_000_000L),
                new Step("minute", 60_000_000),
                new Step("second", 1_000_000),
                new Step("millisecond", 1000),
                new Step("microsecond", 1));
        Step step = steps.stream()
                .filter(one -> micros % one.micros == 0 && micros >= one.micros)
                .findFirst()
                .orElse(steps.getLast());
        long count = micros / step.micros;
        return "INTERVAL '%d %s%s'".formatted(count, step.word, count == 1 ? "" : "s");
    }
}
