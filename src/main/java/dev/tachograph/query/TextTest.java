package dev.tachograph.query;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A test of a text in SQL.
 *
 * @param before what stands before the text
 * @param after what stands behind it, with one {@code ?}
 * @param parameter for that
 * @param bytes the same test of bytes that are no text, as a regular expression for how the database writes bytes;
 *     {@code null} when they never pass
 */
record TextTest(
        String before,
        String after,
        String parameter,
        @Nullable String bytes) {
    /** A longer one would make a regular expression too large to be compiled. */
    private static final int MOST_QUOTED = 200;

    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;
    /** Bytes that are none of ASCII's, or none that can be printed, are written as a backslash, an x and two digits. */
    private static final String WHOLE_BYTES = "^(?:[^\\\\]|\\\\x[0-9A-F]{2})*?";

    private static final String WRITTEN_AS_NUMBERS = "\\'\"";

    /** One that bytes never pass. */
    TextTest(String before, String after, String parameter) {
        this(before, after, parameter, null);
    }

    /**
     * Whether something is part of a text, whatever the case of its letters. The regular expression takes two thirds of the
     * time of ILIKE or of a comparison in small letters, since it copies nothing.
     */
    static TextTest contains(String part) {
        return part.length() <= MOST_QUOTED
                ? new TextTest("regexp_matches(", ", ?)", "(?i)" + quoted(part), WHOLE_BYTES + quotedBytes(part))
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

    /** Of a column of bytes, which may be a text or not. */
    LogCondition ofBytes(String sql) {
        LogCondition asText = of("TRY(decode(%s))".formatted(sql));
        return bytes == null
                ? asText
                : new LogCondition(
                        "coalesce(%s, regexp_matches(%s::VARCHAR, ?))".formatted(asText.sql(), sql),
                        List.of(parameter, bytes));
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

    /** Each letter in both its cases. */
    private static String quotedBytes(String text) {
        return text.codePoints()
                .mapToObj(Character::toString)
                .map(letter -> Stream.of(letter, letter.toLowerCase(Locale.ROOT), letter.toUpperCase(Locale.ROOT))
                        .distinct()
                        .map(TextTest::asWritten)
                        .collect(Collectors.joining("|", "(?:", ")")))
                .collect(Collectors.joining());
    }

    private static String asWritten(String letter) {
        var written = new StringBuilder();
        for (byte b : letter.getBytes(StandardCharsets.UTF_8)) {
            boolean isPrinted = b >= FIRST_PRINTABLE && b < DELETE && WRITTEN_AS_NUMBERS.indexOf(b) < 0;
            written.append(isPrinted ? quoted(Character.toString(b)) : "\\\\x%02X".formatted(Byte.toUnsignedInt(b)));
        }
        return written.toString();
    }
}
