package dev.tachograph.pipe;

import java.math.BigDecimal;
import java.util.List;

/** Functions over many rows as SQL. */
final class AggregateSql {
    private final Stage stage;
    private final ExprSql expressions;
    private final String seconds;

    /** @param seconds how long the time is that a rate is about, as SQL */
    AggregateSql(Stage stage, ExprSql expressions, String seconds) {
        this.stage = stage;
        this.expressions = expressions;
        this.seconds = seconds;
    }

    /** What the column of an aggregate is called. */
    static String name(Command.Aggregate aggregate) {
        Expr.Name as = aggregate.as();
        return as != null
                ? as.name()
                : AggregateHelp.columnName(
                        aggregate.function(),
                        aggregate.arguments().stream().map(PipeText::of).toList());
    }

    /** Whether there are none where there are no rows, and 0 is the answer. */
    static boolean isCount(Command.Aggregate aggregate) {
        return switch (aggregate.function()) {
            case "count", "dc", "distinct" -> true;
            case "rate" -> aggregate.arguments().isEmpty();
            default -> false;
        };
    }

    Typed of(Command.Aggregate aggregate) {
        Expr condition = aggregate.condition();
        String filter = condition == null
                ? ""
                : " FILTER (WHERE %s)"
                        .formatted(expressions.condition(condition).sql());
        check(aggregate);
        return aggregate.arguments().isEmpty() ? counted(aggregate, filter) : valued(aggregate, filter);
    }

    private static void check(Command.Aggregate aggregate) {
        int count = aggregate.arguments().size();
        boolean isRight = switch (aggregate.function()) {
            case "count", "rate" -> count <= 1;
            case "perc" -> count == 2;
            default -> count == 1;
        };
        if (!isRight) {
            String function = aggregate.function();
            String syntax = AggregateHelp.all().stream()
                    .filter(help -> help.name().equals(AggregateHelp.isPercentile(function) ? "p95" : function))
                    .map(AggregateHelp::syntax)
                    .findFirst()
                    .orElse(function);
            throw new PipeException(
                    aggregate.place(),
                    "'%s' does not take %d values".formatted(function, count),
                    "it is written: " + syntax);
        }
    }

    private Typed counted(Command.Aggregate aggregate, String filter) {
        String count = "count(*)" + filter;
        return aggregate.function().equals("rate")
                ? new Typed("%s / %s".formatted(count, seconds), Kind.REAL, "", 6)
                : Typed.atom(count, Kind.INTEGER);
    }

    private Typed valued(Command.Aggregate aggregate, String filter) {
        Expr argument = aggregate.arguments().getFirst();
        Typed value = expressions.of(argument);
        String x = value.sql();
        String function = aggregate.function();
        return switch (function) {
            case "count" -> count(value, aggregate, filter);
            case "dc", "distinct" -> Typed.atom("count(DISTINCT %s)%s".formatted(x, filter), Kind.INTEGER);
            case "min", "max" ->
                Typed.atom("%s(%s)%s".formatted(function, x, filter), comparable(value, argument), value.unit());
            case "first", "last" -> ordered(function, value, filter);
            case "earliest", "latest" -> timed(function, value, aggregate, filter);
            case "values" ->
                Typed.atom(
                        "list_sort(list(DISTINCT %s) FILTER (WHERE %s))".formatted(x, known(value, aggregate)),
                        Kind.LIST);
            case "list" ->
                Typed.atom(
                        "list(%s%s) FILTER (WHERE %s)".formatted(x, stage.orderSql(), known(value, aggregate)),
                        Kind.LIST);
            default -> number(aggregate, numeric(value, argument, function), filter);
        };
    }

    private static Typed count(Typed value, Command.Aggregate aggregate, String filter) {
        if (value.kind() != Kind.TRUTH) {
            return Typed.atom("count(%s)%s".formatted(value.sql(), filter), Kind.INTEGER);
        }
        if (aggregate.condition() != null) {
            throw new PipeException(
                    aggregate.place(), "two conditions", "one of them is enough, with and between its parts");
        }
        return Typed.atom("count(*) FILTER (WHERE %s)".formatted(value.sql()), Kind.INTEGER);
    }

    private String known(Typed value, Command.Aggregate aggregate) {
        Expr condition = aggregate.condition();
        String known = value.within(5) + " IS NOT NULL";
        return condition == null
                ? known
                : known + " AND " + expressions.condition(condition).within(3);
    }

    private static Kind comparable(Typed value, Expr argument) {
        return switch (value.kind()) {
            case FIELDS, JSON, LIST ->
                throw new PipeException(
                        argument.place(),
                        "%s has no least and no greatest".formatted(value.kind().said()),
                        "name one of its values, such as facts.rss_bytes");
            case TEXT, INTEGER, REAL, TIME, TRUTH, ID, NOTHING -> value.kind();
        };
    }

    private Typed ordered(String function, Typed value, String filter) {
        return Typed.atom(
                "%s(%s%s)%s".formatted(function, value.sql(), stage.orderSql(), filter), value.kind(), value.unit());
    }

    private Typed timed(String function, Typed value, Command.Aggregate aggregate, String filter) {
        String sql = "%s(%s, %s)%s"
                .formatted(function.equals("earliest") ? "arg_min" : "arg_max", value.sql(), time(aggregate), filter);
        return Typed.atom(sql, value.kind(), value.unit());
    }

    private String time(Command.Aggregate aggregate) {
        return stage.time()
                .map(SqlText::name)
                .orElseThrow(() -> new PipeException(
                        aggregate.name(),
                        "'%s' needs the time of the rows, which is gone here".formatted(aggregate.function()),
                        "first and last go by the order of the rows"));
    }

    private static Typed numeric(Typed value, Expr argument, String function) {
        if (!value.kind().isNumber()) {
            throw new PipeException(
                    argument.place(),
                    "'%s' needs numbers, and this is %s"
                            .formatted(function, value.kind().said()),
                    "dc(x) and count(x) take anything; tonumber(x) reads a number from a text");
        }
        return value;
    }

    private Typed number(Command.Aggregate aggregate, Typed value, String filter) {
        String x = value.sql();
        String function = aggregate.function();
        return switch (function) {
            case "sum" -> Typed.atom("sum(%s)%s".formatted(x, filter), value.kind(), value.unit());
            case "avg", "mean" -> Typed.atom("avg(%s)%s".formatted(x, filter), Kind.REAL, value.unit());
            case "median" -> Typed.atom("median(%s)%s".formatted(x, filter), Kind.REAL, value.unit());
            case "stdev" -> Typed.atom("stddev_samp(%s)%s".formatted(x, filter), Kind.REAL, value.unit());
            case "var" -> Typed.atom("var_samp(%s)%s".formatted(x, filter), Kind.REAL);
            case "range" ->
                new Typed("max(%1$s)%2$s - min(%1$s)%2$s".formatted(x, filter), value.kind(), value.unit(), 5);
            case "perc" -> quantile(x, percentage(aggregate.arguments().get(1)), filter, value.unit());
            case "rate" -> rate(aggregate, value, filter);
            default -> quantile(x, new BigDecimal(function.substring(1)), filter, value.unit());
        };
    }

    private static BigDecimal percentage(Expr written) {
        boolean isRight = written instanceof Expr.Numeral number
                && number.unit().isEmpty()
                && number.value().compareTo(BigDecimal.valueOf(100)) <= 0;
        if (!isRight) {
            throw new PipeException(written.place(), "this is no percentage", "0 to 100, such as perc(x, 99.9)");
        }
        return ((Expr.Numeral) written).value();
    }

    private static Typed quantile(String x, BigDecimal percent, String filter, String unit) {
        String part = Numbers.sql(percent.movePointLeft(2));
        return Typed.atom("quantile_cont(%s, %s)%s".formatted(x, part, filter), Kind.REAL, unit);
    }

    /** How much a counter grew per second between its first and its last value; not known where it fell. */
    private Typed rate(Command.Aggregate aggregate, Typed value, String filter) {
        String time = time(aggregate);
        String x = value.sql();
        String growth = "arg_max(%1$s, %2$s)%3$s - arg_min(%1$s, %2$s)%3$s".formatted(x, time, filter);
        String length = "epoch(max(%1$s)%2$s - min(%1$s)%2$s)".formatted(time, filter);
        String sql = "CASE WHEN %1$s >= 0 THEN (%1$s) / nullif(%2$s, 0) END".formatted(growth, length);
        return Typed.atom(sql, Kind.REAL, "");
    }

    /** All of some, with their names; each has another. */
    static void checkNames(List<String> taken, String name, Place place) {
        if (taken.stream().anyMatch(name::equalsIgnoreCase)) {
            throw new PipeException(
                    place, "two columns would be called '%s'".formatted(name), "as gives one of them another name");
        }
    }
}
