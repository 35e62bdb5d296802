package dev.tachograph.pipe;

/** Writes the terms of a search down so that they are read again as the same. */
final class TermText {
    private static final String PLAIN = "_.@:-,=+*?/";

    private TermText() {}

    static String of(Expr expression) {
        return switch (expression) {
            case Expr.Word(String text, Place _) -> PipeText.quoted(text, '"');
            case Expr.Pattern(String pattern, boolean isIgnoringCase, Place _) -> regex(pattern, isIgnoringCase);
            case Expr.Term(Expr.Name name, var operator, var value, Place _) ->
                name(name) + operator.sign() + sought(value);
            case Expr.Except(Expr part, Place _) -> "-" + unit(part);
            case Expr.Binary(var operator, Expr left, Expr right, Place _) ->
                unit(left) + (operator == Expr.Operator.OR ? " OR " : " ") + unit(right);
            default -> throw new IllegalArgumentException("no part of a search: " + expression);
        };
    }

    private static String unit(Expr part) {
        boolean isAlone = part instanceof Expr.Word || part instanceof Expr.Term || part instanceof Expr.Pattern;
        return isAlone ? of(part) : "(" + of(part) + ")";
    }

    private static String name(Expr.Name name) {
        boolean isPlain = name.name().matches("[A-Za-z_][A-Za-z0-9_.]*");
        return isPlain ? name.name() : "`" + name.name() + "`";
    }

    private static String sought(Expr.Sought value) {
        return switch (value.form()) {
            case QUOTED, PLAIN -> PipeText.quoted(value.text(), '"');
            case WILDCARDS -> pattern(value.text());
            case REGEX -> regex(value.text(), false);
            case REGEX_ANY_CASE -> regex(value.text(), true);
        };
    }

    private static String regex(String pattern, boolean isIgnoringCase) {
        return "/" + pattern + (isIgnoringCase ? "/i" : "/");
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
