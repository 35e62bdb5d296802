package dev.tachograph.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a text consists of, as far as it takes to tell one statement from several and to name its first word. DuckDB's own parser
 * decides what it means.
 *
 * @param sql as it was typed
 * @param tokens without blanks and comments
 */
record StatementText(String sql, List<Token> tokens) {

    /** Of no width. */
    private static final String OTHER_BLANKS = "\u200b\u200c\u200d\u2060\ufeff";

    /** What a token is. */
    enum Kind {
        WORD,
        /** A name in double quotes. */
        NAME,
        /** A text in single quotes or dollars. */
        TEXT,
        /** A single character of any other kind. */
        SIGN
    }

    /** @param from its first character, {@code until} the one behind it */
    record Token(Kind kind, int from, int until) {}

    StatementText {
        tokens = List.copyOf(tokens);
    }

    static StatementText of(String sql) {
        List<Token> tokens = new ArrayList<>();
        for (int at = 0; at < sql.length(); ) {
            int until = end(sql, at);
            Kind kind = kind(sql, at);
            if (kind != null) {
                tokens.add(new Token(kind, at, until));
            }
            at = until;
        }
        return new StatementText(sql, tokens);
    }

    /** Without blanks and comments at both ends, and without semicolons behind it; it begins where the first token does. */
    String body(int firstToken) {
        int last = tokens.size() - 1;
        while (last >= firstToken && is(last, ";")) {
            last--;
        }
        return last < firstToken ? "" : sql.substring(tokens.get(firstToken).from, tokens.get(last).until);
    }

    /** Whether something comes behind a semicolon. */
    boolean isSeveral() {
        boolean isBehind = false;
        for (int i = 0; i < tokens.size(); i++) {
            if (is(i, ";")) {
                isBehind = true;
            } else if (isBehind) {
                return true;
            }
        }
        return false;
    }

    boolean is(int token, String text) {
        return word(token).equals(text);
    }

    /** A token in capitals, where it is no text and no quoted name; empty if there is none. */
    String word(int token) {
        if (token >= tokens.size()) {
            return "";
        }
        Token found = tokens.get(token);
        return found.kind == Kind.WORD || found.kind == Kind.SIGN ? text(token).toUpperCase(Locale.ROOT) : "";
    }

    String text(int token) {
        return sql.substring(tokens.get(token).from, tokens.get(token).until);
    }

    private static @Nullable Kind kind(String sql, int at) {
        char c = sql.charAt(at);
        if (isBlank(c) || sql.startsWith("--", at)) {
            return null;
        }
        if (sql.startsWith("/*", at)) {
            return endOfComment(sql, at) < 0
                    ? Kind.SIGN
                    : null; // one that is never closed is the parser's to complain of
        }
        return switch (c) {
            case '"' -> Kind.NAME;
            case '\'' -> Kind.TEXT;
            case '$' -> dollarTag(sql, at) == null ? Kind.SIGN : Kind.TEXT;
            default -> isWordPart(c) ? Kind.WORD : Kind.SIGN;
        };
    }

    private static int end(String sql, int at) {
        char c = sql.charAt(at);
        if (sql.startsWith("--", at)) {
            int line = sql.indexOf('\n', at);
            return line < 0 ? sql.length() : line;
        }
        if (sql.startsWith("/*", at)) {
            int end = endOfComment(sql, at);
            return end < 0 ? sql.length() : end;
        }
        if (c == '"') {
            return endOfQuoted(sql, at, false);
        }
        if (c == '\'') {
            return endOfQuoted(sql, at, isEscaping(sql, at));
        }
        String tag = c == '$' ? dollarTag(sql, at) : null;
        if (tag != null) {
            int end = sql.indexOf(tag, at + tag.length());
            return end < 0 ? sql.length() : end + tag.length();
        }
        int until = at + 1;
        while (isWordPart(c) && until < sql.length() && isWordPart(sql.charAt(until))) {
            until++;
        }
        return until;
    }

    /** Comments may lie in each other. @return -1 where one is never closed */
    private static int endOfComment(String sql, int at) {
        int depth = 0;
        int i = at;
        while (i < sql.length()) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i += 2;
            } else if (sql.startsWith("*/", i)) {
                depth--;
                i += 2;
                if (depth == 0) {
                    return i;
                }
            } else {
                i++;
            }
        }
        return -1;
    }

    /** A quote that is doubled stands for itself: it ends one token, and the next one begins at once. */
    private static int endOfQuoted(String sql, int at, boolean isEscaping) {
        char quote = sql.charAt(at);
        for (int i = at + 1; i < sql.length(); i++) {
            if (sql.charAt(i) == '\\' && isEscaping) {
                i++;
            } else if (sql.charAt(i) == quote) {
                return i + 1;
            }
        }
        return sql.length();
    }

    /** Whether backslashes escape, as in {@code E'\''}. */
    private static boolean isEscaping(String sql, int quote) {
        return quote > 0
                && (sql.charAt(quote - 1) == 'e' || sql.charAt(quote - 1) == 'E')
                && (quote == 1 || !isWordPart(sql.charAt(quote - 2)));
    }

    /** {@code $$} or {@code $name$}; {@code null} where a dollar is something else. */
    private static @Nullable String dollarTag(String sql, int at) {
        if (at > 0 && isWordPart(sql.charAt(at - 1))) {
            return null;
        }
        for (int i = at + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '$') {
                return sql.substring(at, i + 1);
            }
            if (!isWordPart(c) || (i == at + 1 && Character.isDigit(c))) {
                return null;
            }
        }
        return null;
    }

    private static boolean isWordPart(char c) {
        return c == '_' || Character.isLetterOrDigit(c) || (c >= 0x80 && !isBlank(c));
    }

    /** Those of Unicode that DuckDB takes for blanks are among them, also the ones that Java does not. */
    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || OTHER_BLANKS.indexOf(c) >= 0;
    }
}
