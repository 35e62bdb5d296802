package dev.tachograph.pipe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the search of a source that is not that of log lines: the same language over other columns.
 *
 * <pre>
 * any  = all { "OR" all }
 * all  = not { [ "AND" ] not }
 * not  = [ "-" | "NOT" ] term
 * term = "(" any ")" | word | phrase | expression | column operator value
 * </pre>
 */
final class TermParser {
    private static final String TERMS =
            "a word, a \"phrase\", a /regular expression/, column=value, column>number or parentheses are terms";
    private static final Pattern NAME = Pattern.compile("(?:[A-Za-z_][A-Za-z0-9_.]*|`[^`]+`)(?=:|\\s*(?:!=|<>|[=<>]))");
    private static final Pattern OPERATOR = Pattern.compile("\\s*(:[<>]=?|:|!=|<>|==|<=|>=|=|<|>)\\s*");

    private final String text;
    private final int end;
    private final Depth depth;
    private int at;

    private TermParser(String text, Place place, Depth depth) {
        this.text = text;
        this.at = place.begin();
        this.end = place.end();
        this.depth = depth;
    }

    /** What stands at a place of a question; {@code null} where there are only blanks. */
    static @Nullable Expr parse(String text, Place place, Depth depth) {
        var parser = new TermParser(text, place, depth);
        parser.skipBlanks();
        if (parser.isAtEnd()) {
            return null;
        }
        Expr search = parser.any();
        if (!parser.isAtEnd()) { // all() ends at nothing else
            throw new PipeException(parser.here(1), "a ) without its (", "in quotes it is a text: \")\"");
        }
        return search;
    }

    /** The same for a text of its own, whose places begin at another number than 0. */
    static @Nullable Expr parse(int begin, String text) {
        var whole = " ".repeat(begin) + text;
        return parse(whole, new Place(begin, whole.length()), new Depth());
    }

    private Expr any() {
        Expr left = all();
        while (takeKeyword("OR")) {
            Expr right = all();
            left = new Expr.Binary(Expr.Operator.OR, left, right, left.place().to(right.place()));
        }
        return left;
    }

    private Expr all() {
        Expr left = not();
        skipBlanks();
        while (!isAtEnd() && text.charAt(at) != ')' && !isKeyword("OR")) {
            takeKeyword("AND");
            Expr right = not();
            left = new Expr.Binary(Expr.Operator.AND, left, right, left.place().to(right.place()));
            skipBlanks();
        }
        return left;
    }

    private Expr not() {
        skipBlanks();
        int begin = at;
        boolean isSign = !isAtEnd() && text.charAt(at) == '-' && at + 1 < end && isTermBegin(text.charAt(at + 1));
        if (!isSign && !takeKeyword("NOT")) {
            return term();
        }
        at += isSign ? 1 : 0;
        depth.enter(new Place(begin, at));
        Expr part = isSign ? term() : not();
        depth.leave();
        return new Expr.Except(part, new Place(begin, part.place().end()));
    }

    private static boolean isTermBegin(char c) {
        return c != '-' && c != ')' && !Lexer.isBlank(c);
    }

    private Expr term() {
        skipBlanks();
        if (isAtEnd() || text.charAt(at) == ')' || isKeyword("OR") || isKeyword("AND")) {
            throw new PipeException(here(0), "a term is missing", TERMS + "; in quotes OR and AND are texts");
        }
        depth.count(here(1));
        if (text.charAt(at) == '(') {
            return group();
        }
        Matcher name = NAME.matcher(text).region(at, end);
        if (name.lookingAt()) {
            return comparison(name);
        }
        Expr.Sought sought = sought();
        return switch (sought.form()) {
            case PLAIN, QUOTED, WILDCARDS -> new Expr.Word(sought.text(), sought.place());
            case REGEX -> new Expr.Pattern(sought.text(), false, sought.place());
            case REGEX_ANY_CASE -> new Expr.Pattern(sought.text(), true, sought.place());
        };
    }

    private Expr group() {
        int begin = at;
        depth.enter(here(1));
        at++;
        Expr inner = any();
        depth.leave();
        if (isAtEnd()) {
            throw new PipeException(new Place(begin, begin + 1), "a ( without its )", "in quotes it is a text: \"(\"");
        }
        at++;
        return inner;
    }

    private Expr comparison(Matcher name) {
        int begin = at;
        String written = name.group();
        String column = written.startsWith("`") ? written.substring(1, written.length() - 1) : written;
        at = name.end();
        var place = new Place(begin, at);
        Matcher sign = OPERATOR.matcher(text).region(at, end);
        if (!sign.lookingAt()) {
            throw new PipeException(here(0), "an operator is missing", TERMS); // the name's pattern looked ahead
        }
        at = sign.end();
        if (isAtEnd() || text.charAt(at) == ')') {
            throw new PipeException(
                    here(0), "a value is missing behind '%s'".formatted(column), "an empty one is written \"\"");
        }
        Expr.Sought value = valueOf();
        return new Expr.Term(
                new Expr.Name(column, place),
                operator(sign.group(1)),
                value,
                new Place(begin, value.place().end()));
    }

    private static Expr.Operator operator(String sign) {
        return switch (sign) {
            case "!=", "<>" -> Expr.Operator.UNEQUAL;
            case "<", ":<" -> Expr.Operator.LESS;
            case "<=", ":<=" -> Expr.Operator.AT_MOST;
            case ">", ":>" -> Expr.Operator.MORE;
            case ">=", ":>=" -> Expr.Operator.AT_LEAST;
            default -> Expr.Operator.EQUAL;
        };
    }

    /** A word as it stands, a phrase or a regular expression. */
    private Expr.Sought sought() {
        Expr.Sought quoted = quotedOrRegex();
        if (quoted != null) {
            return quoted;
        }
        int begin = at;
        while (!isAtEnd() && !isEndOfWord(text.charAt(at))) {
            at++;
        }
        return new Expr.Sought(text.substring(begin, at), Expr.Sought.Form.PLAIN, new Place(begin, at));
    }

    /** The same for a column, where a word may have wildcards and backslashes. */
    private Expr.Sought valueOf() {
        Expr.Sought quoted = quotedOrRegex();
        if (quoted != null) {
            return quoted;
        }
        int begin = at;
        var literal = new StringBuilder();
        var pattern = new StringBuilder();
        boolean isPattern = false;
        while (!isAtEnd() && !isEndOfWord(text.charAt(at))) {
            boolean isEscaped = text.charAt(at) == '\\' && at + 1 < end;
            at += isEscaped ? 1 : 0;
            char c = text.charAt(at++);
            boolean isWildcard = !isEscaped && (c == '*' || c == '?');
            pattern.append(!isWildcard && "*?\\".indexOf(c) >= 0 ? "\\" : "").append(c);
            literal.append(c);
            isPattern |= isWildcard;
        }
        return new Expr.Sought(
                isPattern ? pattern.toString() : literal.toString(),
                isPattern ? Expr.Sought.Form.WILDCARDS : Expr.Sought.Form.PLAIN,
                new Place(begin, at));
    }

    private Expr.@Nullable Sought quotedOrRegex() {
        char c = text.charAt(at);
        if (c == '"') {
            Token phrase = new Lexer(text.substring(0, end)).at(at);
            at = phrase.place().end();
            return new Expr.Sought(phrase.text(), Expr.Sought.Form.QUOTED, phrase.place());
        }
        return c == '/' ? regex() : null;
    }

    private Expr.@Nullable Sought regex() {
        int close = at + 1;
        while (close < end && text.charAt(close) != '/') {
            close += text.charAt(close) == '\\' ? 2 : 1;
        }
        if (close >= end || close == at + 1) {
            return null;
        }
        boolean isAnyCase = close + 1 < end && text.charAt(close + 1) == 'i';
        int after = close + (isAnyCase ? 2 : 1);
        if (after < end && !isEndOfWord(text.charAt(after))) {
            return null;
        }
        var place = new Place(at, after);
        String pattern = text.substring(at + 1, close);
        at = after;
        return new Expr.Sought(pattern, isAnyCase ? Expr.Sought.Form.REGEX_ANY_CASE : Expr.Sought.Form.REGEX, place);
    }

    private boolean isKeyword(String keyword) {
        return text.regionMatches(true, at, keyword, 0, keyword.length())
                && (at + keyword.length() >= end || isEndOfWord(text.charAt(at + keyword.length())));
    }

    private boolean takeKeyword(String keyword) {
        skipBlanks();
        if (!isKeyword(keyword)) {
            return false;
        }
        at += keyword.length();
        return true;
    }

    private void skipBlanks() {
        while (!isAtEnd() && Lexer.isBlank(text.charAt(at))) {
            at++;
        }
    }

    private boolean isAtEnd() {
        return at >= end;
    }

    private Place here(int length) {
        return new Place(Math.min(at, end), Math.min(at + length, end));
    }

    private static boolean isEndOfWord(char c) {
        return Lexer.isBlank(c) || c == '(' || c == ')' || c == '"';
    }
}
