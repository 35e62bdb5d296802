package dev.tachograph.query;

import dev.tachograph.text.Printable;
import dev.tachograph.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the searches that docs/search.md describes.
 *
 * <pre>
 * search = [ any ]
 * any    = all { "OR" all }
 * all    = not { [ "AND" ] not }
 * not    = [ "-" | "NOT" ] term
 * term   = "(" any ")" | word | phrase | expression | name ":" value | name operator number
 * </pre>
 */
public final class SearchParser {
    /** Longer searches are refused. */
    public static final int MOST_CHARACTERS = 4096;

    private static final int MOST_EXPRESSION_CHARACTERS = 1000;
    private static final int MOST_TERMS = 200;
    private static final int MOST_DEPTH = 50;
    private static final int SHOWN = 60;

    private static final String OR = "OR";
    private static final String AND = "AND";
    private static final String NOT = "NOT";
    private static final String TERMS =
            "a word, a \"phrase\", a /regular expression/, name:value or parentheses are terms";
    private static final String QUOTES = "a text with a colon in it is searched for in quotes";

    private final String text;
    private final List<Place> expressions = new ArrayList<>();
    private int at;
    private int depth;
    private int terms;

    private SearchParser(String text) {
        this.text = text;
    }

    /**
     * A search, and where its regular expressions stand: only the database knows whether they are right.
     *
     * @param expressions in the order of the text
     */
    public record Parsed(Search search, List<Place> expressions) {
        public Parsed {
            expressions = List.copyOf(expressions);
        }
    }

    /** A regular expression and where it stands in the search. */
    public record Place(String pattern, int position, int length) {}

    /** Reads a search. @throws SearchException when it is none */
    public static Search parse(String text) {
        return parsed(text).search;
    }

    /** Reads a search. @throws SearchException when it is none */
    public static Parsed parsed(String text) {
        var parser = new SearchParser(text);
        return new Parsed(parser.search(), parser.expressions);
    }

    /** What a value of a field looks for, as it would stand behind its colon without quotes. */
    static Search field(String name, String value) {
        var parser = new SearchParser(value);
        parser.checkText();
        SearchField field = SearchField.named(name).orElseThrow();
        return parser.plainValue(field, true);
    }

    private Search search() {
        checkText();
        skipBlanks();
        if (isAtEnd()) {
            return new Search.Everything();
        }
        Search search = any();
        if (!isAtEnd()) { // all() ends at nothing else
            throw new SearchException(at, 1, "a ) without its (", "in quotes it is a text: \")\"");
        }
        return search;
    }

    private void checkText() {
        if (text.length() > MOST_CHARACTERS) {
            throw new SearchException(
                    MOST_CHARACTERS,
                    text.length() - MOST_CHARACTERS,
                    "the search has %d characters".formatted(text.length()),
                    "at most %d are allowed".formatted(MOST_CHARACTERS));
        }
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
                throw new SearchException(i, 1, "half a character", "text is Unicode");
            }
        }
    }

    private Search any() {
        List<Search> parts = new ArrayList<>();
        parts.add(all());
        while (takeKeyword(OR)) {
            parts.add(all());
        }
        return parts.size() == 1 ? parts.getFirst() : new Search.Any(parts);
    }

    private Search all() {
        List<Search> parts = new ArrayList<>();
        parts.add(not());
        skipBlanks();
        while (!isAtEnd() && text.charAt(at) != ')' && !isKeyword(OR)) {
            takeKeyword(AND);
            parts.add(not());
            skipBlanks();
        }
        return parts.size() == 1 ? parts.getFirst() : new Search.All(parts);
    }

    private Search not() {
        skipBlanks();
        if (takeKeyword(NOT)) {
            skipBlanks();
            enter(at);
            Search part = not();
            depth--;
            return new Search.Not(part);
        }
        boolean isNegated = !isAtEnd() && text.charAt(at) == '-' && at + 1 < text.length() && isTermBegin(at + 1);
        if (isNegated) {
            at++;
            return new Search.Not(term());
        }
        return term();
    }

    /** Two dashes begin an option of some command, and one that stands alone is a text. */
    private boolean isTermBegin(int i) {
        char c = text.charAt(i);
        return c != '-' && c != ')' && !isBlank(c);
    }

    private Search term() {
        skipBlanks();
        if (isAtEnd()) {
            throw new SearchException(at, 0, "a term is missing at the end", TERMS);
        }
        if (isKeyword(OR) || isKeyword(AND)) {
            throw new SearchException(
                    at,
                    wordAt().length(),
                    "a term is missing before %s".formatted(wordAt()),
                    TERMS + "; in quotes it is a text");
        }
        terms++;
        if (terms > MOST_TERMS) {
            throw new SearchException(at, 1, "too many terms", "at most %d are allowed".formatted(MOST_TERMS));
        }
        return switch (text.charAt(at)) {
            case '(' -> group();
            case ')' -> throw new SearchException(at, 1, "a term is missing before )", TERMS);
            case '"' -> new Search.Text(phrase());
            default -> {
                int begin = at;
                Regex regex = regex();
                if (regex != null) {
                    yield new Search.Expression(regex.pattern, regex.ignoreCase);
                }
                Search field = field();
                at = field == null ? begin : at;
                yield field == null ? new Search.Text(word()) : field;
            }
        };
    }

    private Search group() {
        int begin = at;
        enter(begin);
        at++;
        Search inner = any();
        if (isAtEnd()) {
            throw new SearchException(begin, 1, "a ( without its )", "in quotes it is a text: \"(\"");
        }
        at++;
        depth--;
        return inner;
    }

    private void enter(int position) {
        depth++;
        if (depth > MOST_DEPTH) {
            throw new SearchException(
                    position, 1, "too deep", "at most %d terms may lie within each other".formatted(MOST_DEPTH));
        }
    }

    private String phrase() {
        int begin = at;
        at++;
        var phrase = new StringBuilder();
        while (!isAtEnd() && text.charAt(at) != '"') {
            boolean isEscape = text.charAt(at) == '\\'
                    && at + 1 < text.length()
                    && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
            at += isEscape ? 1 : 0;
            phrase.append(text.charAt(at++));
        }
        if (isAtEnd()) {
            throw new SearchException(
                    begin, text.length() - begin, "a quote without its end", "within quotes a quote is written \\\"");
        }
        at++;
        return phrase.toString();
    }

    private record Regex(String pattern, boolean ignoreCase) {}

    /**
     * From one slash to the next, behind which nothing but an {@code i} stands; otherwise it is the slash of a path.
     */
    private @Nullable Regex regex() {
        if (isAtEnd() || text.charAt(at) != '/') {
            return null;
        }
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '/') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length() || end == at + 1) {
            return null;
        }
        boolean ignoreCase = end + 1 < text.length() && text.charAt(end + 1) == 'i';
        int after = end + (ignoreCase ? 2 : 1);
        if (after < text.length() && !isBlank(text.charAt(after)) && text.charAt(after) != ')') {
            return null;
        }
        String pattern = text.substring(at + 1, end);
        if (pattern.length() > MOST_EXPRESSION_CHARACTERS) {
            throw new SearchException(
                    at,
                    after - at,
                    "the regular expression has %d characters".formatted(pattern.length()),
                    "at most %d are allowed".formatted(MOST_EXPRESSION_CHARACTERS));
        }
        expressions.add(new Place(pattern, at, after - at));
        at = after;
        return new Regex(pattern, ignoreCase);
    }

    /** A term that names a field; nothing where this is not one. */
    private @Nullable Search field() {
        int begin = at;
        while (!isAtEnd() && isNameCharacter(text.charAt(at), at == begin)) {
            at++;
        }
        if (at == begin || isAtEnd()) {
            return null;
        }
        String name = text.substring(begin, at);
        if (text.charAt(at) == ':') {
            at++;
            return value(known(name, begin));
        }
        Search.Operator operator = takeOperator();
        if (operator == null) {
            return null;
        }
        SearchField field =
                SearchField.named(name).filter(SearchParser::isCompared).orElse(null);
        return field == null ? null : comparison(field, operator, begin);
    }

    /** Names that no column has, and those of the journal, may as well stand before a sign in some text. */
    private static boolean isCompared(SearchField field) {
        return !field.isJournalField();
    }

    private static boolean isNameCharacter(char c, boolean isFirst) {
        return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (!isFirst && c >= '0' && c <= '9');
    }

    private SearchField known(String name, int begin) {
        return SearchField.named(name)
                .orElseThrow(() -> new SearchException(
                        begin,
                        name.length(),
                        "there is no field '%s'%s"
                                .formatted(shown(name), Spelling.didYouMean(name, LogColumn.searchedNames())),
                        "fields of the journal are written in capitals, columns in small letters; " + QUOTES));
    }

    private Search value(SearchField field) {
        int begin = at;
        if (!isAtEnd() && text.charAt(at) == '"') {
            return literal(field, phrase(), begin);
        }
        Regex regex = regex();
        if (regex != null) {
            return expression(field, regex, begin);
        }
        Search.Operator operator = takeOperator();
        return operator == null ? plainValue(field, false) : comparison(field, operator, begin);
    }

    private Search expression(SearchField field, Regex regex, int begin) {
        check(field, begin, at - begin);
        return field.type() == LogColumn.Type.MESSAGE
                ? new Search.Expression(regex.pattern, regex.ignoreCase)
                : new Search.FieldExpression(field, regex.pattern, regex.ignoreCase);
    }

    /** A value without quotes, which may have wildcards, to its end or to that of the text. */
    private Search plainValue(SearchField field, boolean isWhole) {
        int begin = at;
        var pattern = new StringBuilder();
        var literal = new StringBuilder();
        boolean isPattern = false;
        while (!isAtEnd() && (isWhole || !isEndOfWord(text.charAt(at)))) {
            boolean isEscaped = text.charAt(at) == '\\' && at + 1 < text.length();
            at += isEscaped ? 1 : 0;
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            boolean isWildcard = !isEscaped && (c == '*' || c == '?');
            pattern.append(isWildcard ? Character.toString(c) : Wildcards.quoted(c));
            literal.appendCodePoint(c);
            isPattern |= isWildcard;
        }
        if (literal.isEmpty()) {
            throw new SearchException(
                    begin,
                    0,
                    "a value is missing behind '%s:'".formatted(field.name()),
                    "an empty one is written \"\"; " + QUOTES);
        }
        if (!isPattern) {
            return literal(field, literal.toString(), begin);
        }
        check(field, begin, at - begin);
        return pattern(field, pattern.toString(), begin);
    }

    private Search pattern(SearchField field, String pattern, int begin) {
        return switch (field.type()) {
            case LEVEL, FACILITY ->
                throw new SearchException(
                        begin,
                        at - begin,
                        "'%s' knows no wildcards".formatted(field.name()),
                        field.type() == LogColumn.Type.LEVEL ? LogLevel.ALLOWED : Facilities.ALLOWED);
            case UUID ->
                new Search.FieldPattern(
                        field, new Wildcards(pattern.replace("-", "").toLowerCase(Locale.ROOT)));
            case TEXT, NUMBER, MESSAGE, TIME, FIELDS -> new Search.FieldPattern(field, new Wildcards(pattern));
        };
    }

    private Search literal(SearchField field, String value, int begin) {
        check(field, begin, at - begin);
        LogColumn column =
                field.columns().isEmpty() ? LogColumn.FIELDS : field.columns().getFirst();
        return switch (field.type()) {
            case MESSAGE -> new Search.Text(value);
            case LEVEL -> level(column, value, begin);
            case NUMBER, FACILITY -> new Search.Comparison(column, Search.Operator.EQUAL, number(column, value, begin));
            case UUID -> new Search.FieldValue(field, hexadecimal(column, value, begin));
            case TEXT, TIME, FIELDS -> new Search.FieldValue(field, value);
        };
    }

    private void check(SearchField field, int begin, int length) {
        switch (field.type()) {
            case TIME ->
                throw new SearchException(begin, length, "time is no term of a search", "it has start and end");
            case FIELDS ->
                throw new SearchException(
                        begin, length, "'fields' is not searched as a whole", "name one of them, in capitals");
            case TEXT, NUMBER, UUID, LEVEL, FACILITY, MESSAGE -> {}
        }
    }

    private Search level(LogColumn column, String value, int begin) {
        boolean orWorse = value.endsWith("+");
        String word = orWorse ? value.substring(0, value.length() - 1) : value;
        LogLevel level = LogLevel.of(word)
                .orElseThrow(() -> new SearchException(
                        begin,
                        at - begin,
                        "'%s' is no level".formatted(shown(value)),
                        LogLevel.ALLOWED + " are, with a + behind it for that or worse"));
        return new Search.Comparison(
                column, orWorse ? Search.Operator.AT_MOST : Search.Operator.EQUAL, level.priority());
    }

    private Search comparison(SearchField field, Search.Operator operator, int begin) {
        if (!field.type().isNumber()) {
            throw new SearchException(
                    begin,
                    Math.max(1, at - begin),
                    "'%s' holds no numbers, and can't be compared".formatted(shown(field.name())),
                    "as a text it is written in quotes");
        }
        int number = at;
        String word = isAtEnd() || isEndOfWord(text.charAt(at)) ? "" : word();
        LogColumn column = field.columns().getFirst();
        return new Search.Comparison(column, operator, number(column, word, number));
    }

    private long number(LogColumn column, String value, int begin) {
        Optional<Long> named = switch (column.type()) {
            case LEVEL -> LogLevel.of(value).map(level -> (long) level.priority());
            case FACILITY -> Facilities.number(value);
            case TEXT, NUMBER, UUID, TIME, MESSAGE, FIELDS -> Optional.empty();
        };
        if (named.isPresent()) {
            return named.get();
        }
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw new SearchException(
                    begin,
                    Math.max(0, at - begin),
                    "'%s' is no number".formatted(shown(value)),
                    "%s is a whole number%s"
                            .formatted(
                                    column.key(),
                                    switch (column.type()) {
                                        case LEVEL -> " or a level: " + LogLevel.ALLOWED;
                                        case FACILITY -> " or a facility: " + Facilities.ALLOWED;
                                        case TEXT, NUMBER, UUID, TIME, MESSAGE, FIELDS -> "";
                                    }));
        }
    }

    private String hexadecimal(LogColumn column, String value, int begin) {
        String digits = value.replace("-", "").toLowerCase(Locale.ROOT);
        if (digits.length() != 32 || !digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80)) {
            throw new SearchException(
                    begin,
                    at - begin,
                    "'%s' is no id".formatted(shown(value)),
                    "%s has 32 hexadecimal digits; a* finds those that begin with a".formatted(column.key()));
        }
        return digits;
    }

    private Search.@Nullable Operator takeOperator() {
        if (isAtEnd() || (text.charAt(at) != '<' && text.charAt(at) != '>')) {
            return null;
        }
        boolean isLess = text.charAt(at++) == '<';
        boolean isEqual = !isAtEnd() && text.charAt(at) == '=';
        at += isEqual ? 1 : 0;
        if (isLess) {
            return isEqual ? Search.Operator.AT_MOST : Search.Operator.LESS;
        }
        return isEqual ? Search.Operator.AT_LEAST : Search.Operator.MORE;
    }

    private String word() {
        int begin = at;
        while (!isAtEnd() && !isEndOfWord(text.charAt(at))) {
            at++;
        }
        return text.substring(begin, at);
    }

    private String wordAt() {
        int begin = at;
        String word = word();
        at = begin;
        return word;
    }

    private boolean isKeyword(String keyword) {
        return text.startsWith(keyword, at)
                && (at + keyword.length() == text.length() || isEndOfWord(text.charAt(at + keyword.length())));
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
        while (!isAtEnd() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private boolean isAtEnd() {
        return at >= text.length();
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static boolean isEndOfWord(char c) {
        return isBlank(c) || c == '(' || c == ')' || c == '"';
    }

    private static String shown(String stranger) {
        return Printable.atMost(SHOWN, stranger);
    }
}
