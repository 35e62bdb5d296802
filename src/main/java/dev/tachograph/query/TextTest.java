package dev.tachograph.query;

/**
 * A test of a text in SQL.
 *
 * @param before what stands before the text
 * @param after what stands behind it, with one {@code ?}
 * @param parameter for that
 */
record TextTest(String before, String after, String parameter) {
    /** A longer one would make a regular expression too large to be compiled. */
    private static final int MOST_QUOTED = 200;

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;

    /**
     * Whether something is part of a text, whatever the case of its letters. The regular expression takes two thirds of the
     * time of ILIKE, and half of that of a comparison in small letters, since it copies nothing.
     */
    static TextTest contains(String part) {
        return part.length() <= MOST_QUOTED
                ? matches("(?i)" + quoted(part), false)
                : new TextTest("contains(lower(", "), lower(?))", part);
    }

    /** Whether a regular expression describes a part of a text. */
    static TextTest matches(String pattern, boolean ignoreCase) {
        return new TextTest("regexp_matches(", ", ?" + (ignoreCase ? ", 'i')" : ")"), pattern);
    }

    /** Whether a pattern describes all of a text. */
    static TextTest isLike(Wildcards pattern, boolean ignoreCase) {
        return new TextTest("(", (ignoreCase ? " ILIKE" : " LIKE") + " ? ESCAPE '\\')", pattern.like());
    }

    LogCondition of(String sql) {
        return LogCondition.of(before + sql + after, parameter);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder();
        text.codePoints().forEach(c -> {
            boolean isPlain = c > DELETE || Character.isLetterOrDigit(c) || c == '_' || c == ' ';
            if (c < FIRST_PRINTABLE || c == DELETE) {
                quoted.append("\\x{%x}".formatted(c));
            } else {
                quoted.append(isPlain ? "" : "\\").appendCodePoint(c);
            }
        });
        return quoted.toString();
    }
}
