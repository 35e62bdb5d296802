package dev.tachograph.pipe;

/**
 * Where a search ends: at the first pipe that stands neither in quotes nor in a regular expression. Within a regular
 * expression a pipe belongs to it unless there are blanks on both its sides, so that {@code /usr | eval x = a / b} is a path
 * and a command.
 */
final class SearchEnd {
    private final String text;

    private SearchEnd(String text) {
        this.text = text;
    }

    /** The place of the pipe, or the end of the text. */
    static int of(String text, int begin) {
        return new SearchEnd(text).from(begin);
    }

    private int from(int begin) {
        int at = begin;
        boolean isTermBegin = true;
        while (at < text.length() && text.charAt(at) != '|') {
            char c = text.charAt(at);
            int regexEnd = isTermBegin && c == '/' ? regexEnd(at) : at;
            if (regexEnd > at) {
                at = regexEnd;
            } else if (c == '"') {
                at = quoteEnd(at);
            } else {
                at += c == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '|' ? 2 : 1;
            }
            char before = text.charAt(Math.min(at, text.length()) - 1);
            isTermBegin = Lexer.isBlank(before) || "(\":=~".indexOf(before) >= 0 || isNegation(at);
        }
        return Math.min(at, text.length());
    }

    private boolean isNegation(int at) {
        return at <= text.length()
                && text.charAt(at - 1) == '-'
                && (at == 1 || Lexer.isBlank(text.charAt(at - 2)) || text.charAt(at - 2) == '(');
    }

    private int quoteEnd(int begin) {
        int at = begin + 1;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** Behind the expression; {@code begin} where the slash does not begin one. */
    private int regexEnd(int begin) {
        int at = begin + 1;
        while (at < text.length() && text.charAt(at) != '/') {
            if (text.charAt(at) == '|' && isBetweenBlanks(at)) {
                return begin;
            }
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length() || at == begin + 1) {
            return begin;
        }
        int after = at + (text.startsWith("/i", at) ? 2 : 1);
        boolean isEnd = after == text.length()
                || Lexer.isBlank(text.charAt(after))
                || text.charAt(after) == ')'
                || text.charAt(after) == '|';
        return isEnd ? after : begin;
    }

    private boolean isBetweenBlanks(int at) {
        return Lexer.isBlank(text.charAt(at - 1)) && at + 1 < text.length() && Lexer.isBlank(text.charAt(at + 1));
    }
}
