package dev.tachograph.pipe;

import dev.tachograph.text.Printable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a question apart, one word after the other. */
final class Lexer {
    private static final int SHOWN = 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*+");
    private static final Pattern NUMBER =
            Pattern.compile("[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+(?![A-Za-z]))?[A-Za-z0-9.]*");
    /** Longer ones first. */
    private static final List<String> SYMBOLS = List.of(
            "!~", "!=", "<>", "<=", ">=", "==", "|", ",", "(", ")", "=", "<", ">", "+", "-", "*", "/", "%", "~");

    private final String text;

    Lexer(String text) {
        this.text = text;
    }

    /** The word at a place or behind the blanks there. */
    Token at(int position) {
        int begin = afterBlanks(position);
        if (begin == text.length()) {
            return new Token(Token.Type.END, "", new Place(begin, begin));
        }
        char c = text.charAt(begin);
        if (c == '"' || c == '\'' || c == '`') {
            return quoted(begin, c);
        }
        Token plain = matching(NAME, Token.Type.NAME, begin);
        plain = plain == null ? matching(NUMBER, Token.Type.NUMBER, begin) : plain;
        if (plain != null) {
            return plain;
        }
        return SYMBOLS.stream()
                .filter(symbol -> text.startsWith(symbol, begin))
                .findFirst()
                .map(symbol -> new Token(Token.Type.SYMBOL, symbol, new Place(begin, begin + symbol.length())))
                .orElseThrow(() -> strange(begin));
    }

    private @Nullable Token matching(Pattern pattern, Token.Type type, int begin) {
        Matcher matcher = pattern.matcher(text).region(begin, text.length());
        return matcher.lookingAt() ? new Token(type, matcher.group(), new Place(begin, matcher.end())) : null;
    }

    private Token quoted(int begin, char quote) {
        var value = new StringBuilder();
        int at = begin + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            boolean isEscape = text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && (text.charAt(at + 1) == quote || text.charAt(at + 1) == '\\');
            at += isEscape ? 1 : 0;
            value.append(text.charAt(at++));
        }
        if (at >= text.length()) {
            throw new PipeException(
                    new Place(begin, text.length()),
                    "a quote without its end",
                    "within quotes it is written \\%s, and a backslash \\\\".formatted(quote));
        }
        Place place = new Place(begin, at + 1);
        if (quote != '`') {
            return new Token(Token.Type.TEXT, value.toString(), place);
        }
        if (value.isEmpty()) {
            throw new PipeException(place, "an empty name", "between backticks stands the name of a column");
        }
        return new Token(Token.Type.QUOTED_NAME, value.toString(), place);
    }

    private PipeException strange(int begin) {
        int end = begin + Character.charCount(text.codePointAt(begin));
        return new PipeException(
                new Place(begin, end),
                "'%s' means nothing here".formatted(Printable.atMost(SHOWN, text.substring(begin, end))),
                "a text is written in quotes, a name with other letters in backticks");
    }

    private int afterBlanks(int position) {
        int at = position;
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
