package dev.tachograph.pipe;

import dev.tachograph.query.LogLevel;
import dev.tachograph.query.Wildcards;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The terms of a search over any source as conditions of SQL. */
final class TermSql {
    private static final String UNIT = "unit";
    private static final String MESSAGE = "message";
    private static final int RANK = 4;
    private static final Pattern UNIT_NAME = Pattern.compile(
            ".*\\.(service|socket|target|timer|mount|automount|path|slice|scope|device|swap)", Pattern.DOTALL);

    private final ExprSql expressions;
    private final Scope scope;
    private final Regexes regexes;

    TermSql(ExprSql expressions, Scope scope, Regexes regexes) {
        this.expressions = expressions;
        this.scope = scope;
        this.regexes = regexes;
    }

    Typed word(Expr.Word word) {
        return anywhere(word.place(), column -> contains(column, word.text()));
    }

    Typed pattern(Expr.Pattern pattern) {
        String literal = regexes.literal(pattern.pattern(), pattern.place());
        return anywhere(pattern.place(), column -> matches(column, literal, pattern.isIgnoringCase()));
    }

    private Typed anywhere(Place place, UnaryOperator<String> test) {
        Stage stage = scope.stage();
        List<String> columns = stage.table().words().stream()
                .filter(name -> stage.find(name).isPresent())
                .toList();
        if (columns.isEmpty()) {
            columns = stage.columns().stream()
                    .filter(column -> column.kind() == Kind.TEXT)
                    .map(Column::name)
                    .toList();
        }
        if (columns.isEmpty()) {
            throw new PipeException(
                    place,
                    "there is no text here to look for words in",
                    "columns here are %s; they are compared: column>5".formatted(String.join(", ", stage.names())));
        }
        return either(columns.stream().map(SqlText::name).map(test).toList());
    }

    private static Typed either(List<String> conditions) {
        return conditions.size() == 1
                ? new Typed(conditions.getFirst(), Kind.TRUTH, "", RANK)
                : Typed.atom(conditions.stream().collect(Collectors.joining(" OR ", "(", ")")), Kind.TRUTH);
    }

    private static String contains(String column, String part) {
        return column + " ILIKE " + SqlText.text("%" + escaped(part) + "%") + escape(part);
    }

    private static String escaped(String part) {
        return part.replaceAll("[%_\\\\]", "\\\\$0");
    }

    /** Only a pattern that has one says what its escapes are: others read better without. */
    private static String escape(String part) {
        return escaped(part).equals(part) ? "" : " ESCAPE '\\'";
    }

    private static String matches(String column, String literal, boolean isIgnoringCase) {
        return "regexp_matches(%s, %s%s)".formatted(column, literal, isIgnoringCase ? ", 'i'" : "");
    }

    Typed term(Expr.Term term) {
        Typed column = scope.value(term.name());
        boolean isNegated = term.operator() == Expr.Operator.UNEQUAL;
        boolean isEqual = isNegated || term.operator() == Expr.Operator.EQUAL;
        Typed condition = isEqual ? equal(term, column) : ordered(term, column);
        return isNegated ? new Typed("(%s) IS NOT TRUE".formatted(condition.sql()), Kind.TRUTH, "", RANK) : condition;
    }

    private Typed equal(Expr.Term term, Typed column) {
        Expr.Sought sought = term.value();
        return switch (sought.form()) {
            case REGEX, REGEX_ANY_CASE -> {
                String literal = regexes.literal(sought.text(), sought.place());
                boolean isAnyCase = sought.form() == Expr.Sought.Form.REGEX_ANY_CASE;
                yield Typed.atom(matches(asText(column), literal, isAnyCase), Kind.TRUTH);
            }
            case WILDCARDS -> wildcards(term, column);
            case PLAIN, QUOTED -> isText(column) ? text(term, column) : ordered(term, column);
        };
    }

    private static boolean isText(Typed column) {
        return column.kind() == Kind.TEXT || column.kind() == Kind.JSON || column.kind() == Kind.LIST;
    }

    private Typed wildcards(Expr.Term term, Typed column) {
        boolean isMessage = isMessage(term);
        String pattern = like(new Wildcards(term.value().text()));
        String escape = pattern.contains("\\") ? " ESCAPE '\\'" : "";
        String sql = asText(column) + (isMessage ? " ILIKE " : " LIKE ") + SqlText.text(pattern) + escape;
        return new Typed(sql, Kind.TRUTH, "", RANK);
    }

    private static String like(Wildcards wildcards) {
        return wildcards.like();
    }

    private boolean isMessage(Expr.Term term) {
        return scope.stage().table().isLogs()
                && scope.column(term.name())
                        .filter(column -> column.name().equals(MESSAGE))
                        .isPresent();
    }

    private static String asText(Typed column) {
        return switch (column.kind()) {
            case TEXT -> column.sql();
            case ID -> "replace(%s::VARCHAR, '-', '')".formatted(column.sql());
            case INTEGER, REAL, TIME, TRUTH, LIST, JSON, FIELDS, NOTHING -> column.sql() + "::VARCHAR";
        };
    }

    private Typed text(Expr.Term term, Typed column) {
        String value = term.value().text();
        String literal = SqlText.text(value);
        if (column.kind() == Kind.LIST) {
            return Typed.atom("list_contains(%s, %s)".formatted(column.sql(), literal), Kind.TRUTH);
        }
        if (isMessage(term)) {
            return new Typed(contains(column.sql(), value), Kind.TRUTH, "", RANK);
        }
        boolean isShortUnit =
                term.name().name().equals(UNIT) && !UNIT_NAME.matcher(value).matches();
        String sql = isShortUnit
                ? "%s IN (%s, %s)".formatted(column.sql(), literal, SqlText.text(value + ".service"))
                : "%s = %s".formatted(asText(column), literal);
        return new Typed(sql, Kind.TRUTH, "", RANK);
    }

    private Typed ordered(Expr.Term term, Typed column) {
        Expr.Sought sought = term.value();
        String word = sought.text();
        if (column.unit().equals(Column.LEVEL) && word.endsWith("+") && term.operator() == Expr.Operator.EQUAL) {
            return compared(column, "<=", value(column, word.substring(0, word.length() - 1), sought.place()));
        }
        String sign =
                term.operator() == Expr.Operator.UNEQUAL ? "=" : term.operator().sign();
        return compared(column, sign, value(column, word, sought.place()));
    }

    private static Typed compared(Typed column, String sign, String value) {
        return new Typed("%s %s %s".formatted(column.within(RANK + 1), sign, value), Kind.TRUTH, "", RANK);
    }

    private String value(Typed column, String word, Place place) {
        return switch (column.kind()) {
            case INTEGER, REAL, NOTHING -> number(column, word, place);
            case TIME -> SqlText.time(expressions.time(word, place));
            case TRUTH -> truth(word, place);
            case ID ->
                expressions
                        .fitting(Typed.atom("", Kind.TEXT), new Expr.Text(word, place), column)
                        .sql();
            case TEXT, JSON, LIST, FIELDS ->
                throw new PipeException(
                        place,
                        "%s can't be compared so".formatted(column.kind().said()),
                        "texts are found by column=value, column=val* and column=/regular expression/");
        };
    }

    private static String number(Typed column, String word, Place place) {
        if (column.unit().equals(Column.LEVEL)) {
            var level = LogLevel.of(word);
            if (level.isPresent()) {
                return Integer.toString(level.get().priority());
            }
        }
        boolean isNegative = word.startsWith("-");
        Expr.Numeral number = Numbers.read(isNegative ? word.substring(1) : word, place);
        if (number == null) {
            throw new PipeException(
                    place,
                    "this is no number",
                    column.unit().equals(Column.LEVEL) ? LogLevel.ALLOWED : Numbers.ALLOWED);
        }
        BigDecimal value =
                number.unit().equals(Column.SECONDS) ? ExprSql.scaled(number.value(), column.unit()) : number.value();
        return (isNegative ? "-" : "") + Numbers.sql(value);
    }

    private static String truth(String word, Place place) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "1" -> "true";
            case "false", "no", "0" -> "false";
            default -> throw new PipeException(place, "this is neither true nor false", "true and false are");
        };
    }
}
