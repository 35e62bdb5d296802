package dev.tachograph.query;

import java.util.stream.Collectors;

/** Writes a search down so that it is read again as the same. */
public final class SearchText {
    /** What needs no backslash in a value without quotes. */
    private static final String PLAIN = "_.@:-,=+*?";

    private SearchText() {}

    /** The search as text. */
    public static String of(Search search) {
        return switch (search) {
            case Search.Everything() -> "";
            case Search.All(var parts) -> parts.stream().map(SearchText::unit).collect(Collectors.joining(" "));
            case Search.Any(var parts) ->
                parts.stream()
                        .map(part -> part instanceof Search.All ? of(part) : unit(part))
                        .collect(Collectors.joining(" OR "));
            case Search.Not(var part) -> "-" + (part instanceof Search.Not ? "(%s)".formatted(of(part)) : unit(part));
            case Search.Text(var text) -> phrase(text);
            case Search.Expression(var pattern, boolean ignoreCase) -> expression(pattern, ignoreCase);
            case Search.FieldValue(var field, var value) -> field.name() + ":" + phrase(value);
            case Search.FieldPattern(var field, var pattern) -> field.name() + ":" + pattern(pattern.text());
            case Search.FieldExpression(var field, var pattern, boolean ignoreCase) ->
                field.name() + ":" + expression(pattern, ignoreCase);
            case Search.Comparison(var column, var operator, long number) ->
                column.key() + (operator == Search.Operator.EQUAL ? ":" : operator.sign()) + number;
        };
    }

    private static String unit(Search part) {
        return part instanceof Search.All || part instanceof Search.Any ? "(%s)".formatted(of(part)) : of(part);
    }

    private static String phrase(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A slash that is preceded by a backslash is escaped already; a line has the same meaning with it. */
    private static String expression(String pattern, boolean ignoreCase) {
        var text = new StringBuilder("/");
        boolean isQuoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            text.append(c == '/' && !isQuoted ? "\\/" : String.valueOf(c));
            isQuoted = c == '\\' && !isQuoted;
        }
        return text + (ignoreCase ? "/i" : "/");
    }

    /** Its backslashes are there already; what would end the value gets one. */
    private static String pattern(String pattern) {
        var text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                text.append(c).append(pattern.charAt(++i));
            } else {
                boolean isPlain = Character.isLetterOrDigit(c) || Character.isSurrogate(c) || PLAIN.indexOf(c) >= 0;
                text.append(isPlain ? "" : "\\").append(c);
            }
        }
        return text.toString();
    }
}
