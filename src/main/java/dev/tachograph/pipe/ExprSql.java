package dev.tachograph.pipe;

import dev.tachograph.query.LogLevel;
import dev.tachograph.time.BadTimeException;
import dev.tachograph.time.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values and conditions as SQL, with their kinds checked. */
final class ExprSql {
    private static final int RANK_OR = 1;
    private static final int RANK_AND = 2;
    private static final int RANK_NOT = 3;
    private static final int RANK_COMPARISON = 4;
    private static final int RANK_UNARY = 7;
    /** Some functions stand in SQL with their value twice, within each other more than the memory would hold. */
    private static final int MOST_SQL = 1 << 16;

    private static final String ID_ALLOWED = "an id has 32 hexadecimal digits, with dashes or without";
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{32}");

    private final Scope scope;
    private final Moment moment;
    private final Regexes regexes;
    private final Functions functions;
    private final TermSql terms;

    ExprSql(Scope scope, Moment moment, Regexes regexes) {
        this.scope = scope;
        this.moment = moment;
        this.regexes = regexes;
        this.functions = new Functions(this, scope, moment, regexes);
        this.terms = new TermSql(this, scope, regexes);
    }

    Typed of(Expr expression) {
        Typed value = translated(expression);
        if (value.sql().length() > MOST_SQL) {
            throw new PipeException(
                    expression.place(), "this is too long in SQL", "eval gives a part of it a name, which is shorter");
        }
        return value;
    }

    private Typed translated(Expr expression) {
        return switch (expression) {
            case Expr.Text(String value, Place _) -> Typed.atom(SqlText.text(value), Kind.TEXT);
            case Expr.Numeral number -> number(number);
            case Expr.Truth(boolean value, Place _) -> Typed.atom(Boolean.toString(value), Kind.TRUTH);
            case Expr.Nothing(Place _) -> Typed.atom("NULL", Kind.NOTHING);
            case Expr.Name name -> scope.value(name);
            case Expr.Not(Expr part, Place _) ->
                new Typed("NOT " + condition(part).within(RANK_NOT), Kind.TRUTH, "", RANK_NOT);
            case Expr.Negative(Expr part, Place _) -> negative(part);
            case Expr.Binary binary -> binary(binary);
            case Expr.In in -> in(in);
            case Expr.IsNull(Expr value, boolean isNegated, Place _) ->
                new Typed(
                        of(value).within(RANK_COMPARISON + 1) + (isNegated ? " IS NOT NULL" : " IS NULL"),
                        Kind.TRUTH,
                        "",
                        RANK_COMPARISON);
            case Expr.Call call -> functions.of(call);
            case Expr.Word word -> terms.word(word);
            case Expr.Pattern pattern -> terms.pattern(pattern);
            case Expr.Term term -> terms.term(term);
            case Expr.Except(Expr part, Place _) ->
                new Typed("(%s) IS NOT TRUE".formatted(of(part).sql()), Kind.TRUTH, "", RANK_COMPARISON);
        };
    }

    /** One that has to be true or false. */
    Typed condition(Expr expression) {
        Typed condition = of(expression);
        if (!condition.kind().isTruth()) {
            throw new PipeException(
                    expression.place(),
                    "this is %s, and no condition".formatted(condition.kind().said()),
                    "a condition compares: cpu_usage > 50, unit = \"ssh.service\", message ~ \"time(d )?out\"");
        }
        return condition;
    }

    /** A number that was written, of the kind that it looks like. */
    static Typed number(Expr.Numeral number) {
        return number(number.value(), number.unit());
    }

    static Typed number(BigDecimal value, String unit) {
        boolean isWhole = value.stripTrailingZeros().scale() <= 0;
        return Typed.atom(Numbers.sql(value), isWhole ? Kind.INTEGER : Kind.REAL, unit);
    }

    private Typed negative(Expr part) {
        Typed value = of(part);
        requireNumber(value, part.place());
        return new Typed("-" + value.within(RANK_UNARY + 1), value.kind(), value.unit(), RANK_UNARY);
    }

    static void requireNumber(Typed value, Place place) {
        if (!value.kind().isNumber()) {
            throw new PipeException(
                    place,
                    "this is %s, and no number".formatted(value.kind().said()),
                    "tonumber(…) reads a number from a text; times less times are seconds");
        }
    }

    private Typed binary(Expr.Binary binary) {
        return switch (binary.operator()) {
            case OR -> joined(binary, "OR", RANK_OR);
            case AND -> joined(binary, "AND", RANK_AND);
            case EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST -> comparison(binary);
            case LIKE -> textual(binary, "%s LIKE %s");
            case UNLIKE -> textual(binary, "%s NOT LIKE %s");
            case MATCHES -> regex(binary, "");
            case MATCHES_NOT -> regex(binary, "NOT ");
            case PLUS, MINUS, TIMES, DIVIDED, REST -> new Arithmetic(this).of(binary);
        };
    }

    private Typed joined(Expr.Binary binary, String word, int rank) {
        String sql = "%s %s %s"
                .formatted(
                        condition(binary.left()).within(rank),
                        word,
                        condition(binary.right()).within(rank));
        return new Typed(sql, Kind.TRUTH, "", rank);
    }

    private Typed textual(Expr.Binary binary, String form) {
        Typed left = text(binary.left());
        Typed right = text(binary.right());
        return new Typed(
                form.formatted(left.within(RANK_COMPARISON + 1), right.within(RANK_COMPARISON + 1)),
                Kind.TRUTH,
                "",
                RANK_COMPARISON);
    }

    private Typed regex(Expr.Binary binary, String before) {
        Typed left = text(binary.left());
        String pattern = regexes.literal(binary.right());
        return new Typed(
                "%sregexp_matches(%s, %s)".formatted(before, left.sql(), pattern),
                Kind.TRUTH,
                "",
                before.isEmpty() ? Typed.ATOM : RANK_NOT);
    }

    /** A value that has to be a text. */
    Typed text(Expr expression) {
        Typed value = of(expression);
        if (!value.kind().isText()) {
            throw new PipeException(
                    expression.place(),
                    "this is %s, and no text".formatted(value.kind().said()),
                    "tostring(…) makes it one");
        }
        return value;
    }

    private Typed in(Expr.In in) {
        Typed value = of(in.value());
        String options = in.options().stream()
                .map(option ->
                        pair(value, in.value(), of(option), option).right().sql())
                .collect(Collectors.joining(", "));
        String word = in.isNegated() ? "NOT IN" : "IN";
        String sql = "%s %s (%s)".formatted(value.within(RANK_COMPARISON + 1), word, options);
        return new Typed(sql, Kind.TRUTH, "", RANK_COMPARISON);
    }

    /** Two values that can be compared. */
    record Pair(Typed left, Typed right) {}

    private Typed comparison(Expr.Binary binary) {
        Pair pair = pair(of(binary.left()), binary.left(), of(binary.right()), binary.right());
        String sign = binary.operator() == Expr.Operator.UNEQUAL
                ? "<>"
                : binary.operator().sign();
        String sql = "%s %s %s"
                .formatted(pair.left.within(RANK_COMPARISON + 1), sign, pair.right.within(RANK_COMPARISON + 1));
        return new Typed(sql, Kind.TRUTH, "", RANK_COMPARISON);
    }

    private Pair pair(Typed first, Expr left, Typed second, Expr right) {
        Typed fittingSecond = fitting(second, right, first);
        Typed fittingFirst = fitting(first, left, second);
        if (!areAlike(fittingFirst.kind(), fittingSecond.kind())) {
            throw new PipeException(
                    left.place().to(right.place()),
                    "%s can't be compared with %s"
                            .formatted(first.kind().said(), second.kind().said()),
                    "tonumber(…) and tostring(…) make one of the other; a time is written \"2026-11-23 03:12\"");
        }
        return new Pair(fittingFirst, fittingSecond);
    }

    /** A literal as it has to be written to be compared with another value: a time, an id, a level, another unit. */
    Typed fitting(Typed literal, Expr written, Typed other) {
        if (written instanceof Expr.Text(String text, Place place)) {
            return switch (other.kind()) {
                case TIME -> Typed.atom(SqlText.time(time(text, place)), Kind.TIME);
                case ID -> Typed.atom(SqlText.text(id(text, place)) + "::UUID", Kind.ID);
                case INTEGER -> other.unit().equals(Column.LEVEL) ? level(text).orElse(literal) : literal;
                case TEXT, REAL, TRUTH, LIST, JSON, FIELDS, NOTHING -> literal;
            };
        }
        if (written instanceof Expr.Numeral number && number.unit().equals(Column.SECONDS)) {
            return number(scaled(number.value(), other.unit()), other.unit());
        }
        return literal;
    }

    /** Seconds in the unit of a column. */
    static BigDecimal scaled(BigDecimal seconds, String unit) {
        return switch (unit) {
            case Column.MILLISECONDS -> seconds.movePointRight(3);
            case Column.MICROSECONDS -> seconds.movePointRight(6);
            default -> seconds;
        };
    }

    private static Optional<Typed> level(String text) {
        return LogLevel.of(text).map(level -> Typed.atom(Integer.toString(level.priority()), Kind.INTEGER));
    }

    Instant time(String text, Place place) {
        try {
            return Times.parse(text, moment.now(), moment.zone());
        } catch (BadTimeException e) {
            throw new PipeException(place, "this is no time", String.valueOf(e.getMessage()));
        }
    }

    private static String id(String text, Place place) {
        String digits = text.replace("-", "");
        if (!ID.matcher(digits).matches()) {
            throw new PipeException(place, "this is no id", ID_ALLOWED);
        }
        return digits;
    }

    static boolean areAlike(Kind one, Kind other) {
        return one == other || one == Kind.NOTHING || other == Kind.NOTHING || (one.isNumber() && other.isNumber());
    }

    /**
     * What all of some values are: the kind that holds each of them.
     *
     * @param values what each of the written ones is in SQL: nothing is translated twice, as within each other they would be
     *     twice as often at each level
     */
    static Typed common(List<Expr> written, List<Typed> values, String sql) {
        Kind kind = Kind.NOTHING;
        String unit = "";
        for (int i = 0; i < values.size(); i++) {
            Typed typed = values.get(i);
            if (!areAlike(kind, typed.kind())) {
                throw new PipeException(
                        written.get(i).place(),
                        "this is %s, and the value before it is %s"
                                .formatted(typed.kind().said(), kind.said()),
                        "all of them have to be of one kind; tostring(…) makes texts of them");
            }
            boolean isWider = kind == Kind.NOTHING || (kind == Kind.INTEGER && typed.kind() == Kind.REAL);
            kind = isWider ? typed.kind() : kind;
            unit = unit.isEmpty() ? typed.unit() : unit;
        }
        return Typed.atom(sql, kind, unit);
    }
}
