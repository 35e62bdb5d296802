package dev.tachograph.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * SQL cut into its words, as DuckDB's own scanner does it (that of PostgreSQL, chapter 4.1 of its manual): only as far as one
 * has to know where a quote or a comment ends. Every text has tokens, also one that is no SQL; together they are the whole text.
 */
final class SqlTokens {
    private static final String LINE_COMMENT = "--";
    private static final String COMMENT_BEGIN = "/*";
    private static final String COMMENT_END = "*/";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private SqlTokens(String text) {
        this.text = text;
    }

    /** What a token is. */
    enum Kind {
        /** White space. */
        SPACE,
        COMMENT,
        /** In single quotes or between dollar signs. */
        STRING,
        /** In double quotes. */
        NAME,
        /** A keyword or a name without quotes. */
        WORD,
        NUMBER,
        SEMICOLON,
        /** One character of anything else. */
        OTHER
    }

    /**
     * A piece of the text.
     *
     * @param until behind its last character
     * @param closed false where a quote or a comment goes on beyond the text
     */
    record Token(Kind kind, int from, int until, boolean closed) {
        boolean isBlank() {
            return kind == Kind.SPACE || kind == Kind.COMMENT;
        }

        String of(String text) {
            return text.substring(from, until);
        }
    }

    static List<Token> of(String text) {
        var scanner = new SqlTokens(text);
        while (scanner.at < text.length()) {
            scanner.next();
        }
        return List.copyOf(scanner.tokens);
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            add(Kind.SPACE, end(at, Character::isWhitespace), true);
        } else if (text.startsWith(LINE_COMMENT, at)) {
            int end = text.indexOf('\n', at);
            add(Kind.COMMENT, end < 0 ? text.length() : end, true);
        } else if (text.startsWith(COMMENT_BEGIN, at)) {
            comment();
        } else if (c == '\'') {
            quoted(Kind.STRING, at, false);
        } else if (c == '"') {
            quoted(Kind.NAME, at, false);
        } else if ((c == 'e' || c == 'E') && text.startsWith("'", at + 1)) {
            quoted(Kind.STRING, at + 1, true);
        } else if (c == '$' && !dollarTag().isEmpty()) {
            dollars(dollarTag());
        } else if (isWordStart(c)) {
            add(Kind.WORD, end(at, SqlTokens::isWordPart), true);
        } else if (c >= '0' && c <= '9') {
            add(Kind.NUMBER, end(at, n -> isWordPart(n) || n == '.'), true);
        } else {
            add(c == ';' ? Kind.SEMICOLON : Kind.OTHER, at + Character.charCount(text.codePointAt(at)), true);
        }
    }

    private void add(Kind kind, int until, boolean closed) {
        tokens.add(new Token(kind, at, until, closed));
        at = until;
    }

    /** Comments of this kind lie within each other. */
    private void comment() {
        int depth = 1;
        int i = at + COMMENT_BEGIN.length();
        while (depth > 0 && i < text.length()) {
            if (text.startsWith(COMMENT_BEGIN, i)) {
                depth++;
                i += COMMENT_BEGIN.length();
            } else if (text.startsWith(COMMENT_END, i)) {
                depth--;
                i += COMMENT_END.length();
            } else {
                i++;
            }
        }
        add(Kind.COMMENT, i, depth == 0);
    }

    /** A quote within is doubled, which reads as the end of one and the begin of the next: to us that is the same. */
    private void quoted(Kind kind, int quote, boolean escapes) {
        char mark = text.charAt(quote);
        int i = quote + 1;
        while (i < text.length() && text.charAt(i) != mark) {
            i += escapes && text.charAt(i) == '\\' ? 2 : 1;
        }
        boolean closed = i < text.length();
        add(kind, closed ? i + 1 : text.length(), closed);
    }

    /** Such as {@code $$} or {@code $body$}; empty for a parameter ({@code $1}) or a lone sign. */
    private String dollarTag() {
        int end = end(at + 1, c -> isWordPart(c) && c != '$');
        boolean isTag =
                end < text.length() && text.charAt(end) == '$' && (end == at + 1 || isWordStart(text.charAt(at + 1)));
        return isTag ? text.substring(at, end + 1) : "";
    }

    private void dollars(String tag) {
        int end = text.indexOf(tag, at + tag.length());
        add(Kind.STRING, end < 0 ? text.length() : end + tag.length(), end >= 0);
    }

    private interface Test {
        boolean holds(char c);
    }

    private int end(int from, Test test) {
        int end = from;
        while (end < text.length() && test.holds(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || (c >= '0' && c <= '9') || c == '$';
    }
}
