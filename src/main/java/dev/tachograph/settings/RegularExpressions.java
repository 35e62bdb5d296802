package dev.tachograph.settings;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A list of regular expressions as text, one a line. */
final class RegularExpressions {
    static final String ALLOWED =
            "a list of Java's regular expressions, one a line, that match at least one letter, such as"
                    + " PIN (\\d{4})";

    private RegularExpressions() {}

    /** Null if one of them is none. */
    static @Nullable List<String> read(String text) {
        return fault(text) == null ? lines(text) : null;
    }

    /** What is wrong with the first that is not allowed; null if nothing is. */
    static @Nullable String fault(String text) {
        return lines(text).stream()
                .map(RegularExpressions::faultOf)
                .filter(fault -> !fault.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
    }

    private static String faultOf(String expression) {
        try {
            boolean empty = Pattern.compile(expression).matcher("").find();
            return empty ? "%s matches where nothing is".formatted(Shown.quoted(expression)) : "";
        } catch (PatternSyntaxException e) {
            String place = e.getIndex() < 0 ? "" : " near letter %d".formatted(e.getIndex() + 1);
            return "%s in %s%s".formatted(Shown.escaped(e.getDescription()), Shown.quoted(expression), place);
        } catch (StackOverflowError _) {
            return "%s is nested too deep".formatted(Shown.quoted(expression));
        }
    }
}
