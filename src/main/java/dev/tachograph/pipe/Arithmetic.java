package dev.tachograph.pipe;

/** Sums and products: of numbers, of times and durations, and texts put together. */
final class Arithmetic {
    private final ExprSql expressions;

    Arithmetic(ExprSql expressions) {
        this.expressions = expressions;
    }

    Typed of(Expr.Binary binary) {
        Typed left = expressions.of(binary.left());
        Typed right = expressions.of(binary.right());
        boolean isPlus = binary.operator() == Expr.Operator.PLUS;
        if (isPlus && (left.kind() == Kind.TEXT || right.kind() == Kind.TEXT)) {
            return texts(binary, left, right);
        }
        if (left.kind() == Kind.TIME && (isPlus || binary.operator() == Expr.Operator.MINUS)) {
            return times(binary, left, right);
        }
        ExprSql.requireNumber(left, binary.left().place());
        ExprSql.requireNumber(right, binary.right().place());
        return numbers(
                binary.operator(),
                expressions.fitting(left, binary.left(), right),
                expressions.fitting(right, binary.right(), left));
    }

    private static Typed texts(Expr.Binary binary, Typed left, Typed right) {
        if (!left.kind().isText() || !right.kind().isText()) {
            Expr wrong = left.kind().isText() ? binary.right() : binary.left();
            throw new PipeException(
                    wrong.place(), "this is no text, and can't be joined to one", "tostring(…) makes a text of it");
        }
        int rank = Expr.Operator.PLUS.rank();
        return new Typed("%s || %s".formatted(left.within(rank), right.within(rank + 1)), Kind.TEXT, "", rank);
    }

    private Typed times(Expr.Binary binary, Typed left, Typed right) {
        int rank = Expr.Operator.PLUS.rank();
        if (binary.operator() == Expr.Operator.MINUS) {
            Typed time = expressions.fitting(right, binary.right(), left);
            if (time.kind() == Kind.TIME) {
                return Typed.atom(
                        "epoch(%s - %s)".formatted(left.within(rank), time.within(rank + 1)),
                        Kind.REAL,
                        Column.SECONDS);
            }
        }
        ExprSql.requireNumber(right, binary.right().place());
        String sign = binary.operator().sign();
        String length = binary.right() instanceof Expr.Numeral number
                ? SqlText.interval(Command.duration(number))
                : "to_microseconds((%s)::BIGINT)".formatted(micros(right));
        return new Typed("%s %s %s".formatted(left.within(rank), sign, length), Kind.TIME, "", rank);
    }

    private static String micros(Typed value) {
        int rank = Expr.Operator.TIMES.rank();
        return switch (value.unit()) {
            case Column.MICROSECONDS -> value.sql();
            case Column.MILLISECONDS -> value.within(rank) + " * 1e3";
            default -> value.within(rank) + " * 1e6";
        };
    }

    private static Typed numbers(Expr.Operator operator, Typed left, Typed right) {
        int rank = operator.rank();
        boolean isWhole = left.kind() == Kind.INTEGER && right.kind() == Kind.INTEGER;
        Kind kind = isWhole ? Kind.INTEGER : Kind.REAL;
        String sql = "%s %s %s".formatted(left.within(rank), operator.sign(), right.within(rank + 1));
        return switch (operator) {
            case DIVIDED ->
                new Typed("%s / nullif(%s, 0)".formatted(left.within(rank), right.sql()), Kind.REAL, "", rank);
            case REST ->
                new Typed("%s %% nullif(%s, 0)".formatted(left.within(rank), right.sql()), kind, left.unit(), rank);
            case TIMES -> new Typed(isWhole ? product(left, right) : sql, kind, "", rank);
            case PLUS, MINUS -> new Typed(sql, kind, left.unit().isEmpty() ? right.unit() : left.unit(), rank);
            case OR, AND, EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST, LIKE, UNLIKE, MATCHES, MATCHES_NOT ->
                throw new IllegalArgumentException(operator + " is no arithmetic");
        };
    }

    /** Of whole numbers, which the database would take for small ones. */
    private static String product(Typed left, Typed right) {
        return "%s::BIGINT * %s".formatted(left.within(Typed.ATOM), right.within(Expr.Operator.TIMES.rank() + 1));
    }
}
