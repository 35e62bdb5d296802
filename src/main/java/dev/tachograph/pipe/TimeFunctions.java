package dev.tachograph.pipe;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Functions of time as SQL. Clock times and days are those of the question's zone. */
final class TimeFunctions {
    private static final Duration LEAST_LOCAL = Duration.ofMinutes(15);
    private static final long MOST_SECONDS = Duration.ofDays(3650).toSeconds();

    private final ExprSql expressions;
    private final Moment moment;

    TimeFunctions(ExprSql expressions, Moment moment) {
        this.expressions = expressions;
        this.moment = moment;
    }

    Typed of(Expr.Call call) {
        return switch (call.function()) {
            case "now" -> Typed.atom(SqlText.time(moment.now()), Kind.TIME);
            case "time" -> time(call.arguments().getFirst());
            case "bin" -> bin(call);
            case "strftime" ->
                Typed.atom(
                        "strftime(%s, %s)"
                                .formatted(
                                        local(call),
                                        expressions
                                                .text(call.arguments().get(1))
                                                .sql()),
                        Kind.TEXT);
            case "hour" -> Typed.atom("hour(%s)".formatted(local(call)), Kind.INTEGER);
            case "minute" -> Typed.atom("minute(%s)".formatted(local(call)), Kind.INTEGER);
            case "weekday" -> Typed.atom("isodow(%s)".formatted(local(call)), Kind.INTEGER);
            case "date" -> Typed.atom("strftime(%s, '%%Y-%%m-%%d')".formatted(local(call)), Kind.TEXT);
            case "epoch" -> Typed.atom("epoch(%s)".formatted(timeOf(call).sql()), Kind.REAL, Column.SECONDS);
            default -> throw new IllegalArgumentException(call.function() + " is in the list of functions alone");
        };
    }

    private Typed time(Expr written) {
        if (written instanceof Expr.Text(String text, Place place)) {
            return Typed.atom(SqlText.time(expressions.time(text, place)), Kind.TIME);
        }
        throw new PipeException(
                written.place(),
                "this is no time that stands in the question",
                "it is a text: time(\"yesterday 03:12\")");
    }

    private Typed timeOf(Expr.Call call) {
        Expr written = call.arguments().getFirst();
        Typed time = expressions.of(written);
        if (!time.kind().isTime()) {
            throw new PipeException(
                    written.place(),
                    "this is %s, and no time".formatted(time.kind().said()),
                    "times are columns such as timestamp, now() and time(\"2026-11-23 03:12\")");
        }
        return time;
    }

    private String local(Expr.Call call) {
        return "timezone(%s, %s)".formatted(zone(), timeOf(call).sql());
    }

    private Typed bin(Expr.Call call) {
        if (!(call.arguments().get(1) instanceof Expr.Numeral span)) {
            throw new PipeException(
                    call.arguments().get(1).place(), "this is no width", "it is a number such as 5m or 100");
        }
        return bin(
                expressions.of(call.arguments().getFirst()),
                call.arguments().getFirst().place(),
                span);
    }

    /** A value rounded down to a multiple of a width. */
    Typed bin(Typed value, Place place, Expr.Numeral span) {
        if (span.value().signum() == 0) {
            throw new PipeException(span.place(), "a width of 0", "it is greater");
        }
        if (value.kind() == Kind.TIME) {
            return Typed.atom(time(value.sql(), width(span)), Kind.TIME);
        }
        if (!value.kind().isNumber()) {
            throw new PipeException(
                    place, "this is %s, and has no bins".formatted(value.kind().said()), "times and numbers have");
        }
        Typed width = expressions.fitting(ExprSql.number(span), span, value);
        String sql = "floor(%1$s / %2$s) * %2$s".formatted(value.within(6), width.sql());
        boolean isWhole = value.kind() == Kind.INTEGER && width.kind() == Kind.INTEGER;
        return isWhole
                ? Typed.atom("(%s)::BIGINT".formatted(sql), Kind.INTEGER, value.unit())
                : new Typed(sql, Kind.REAL, value.unit(), 6);
    }

    /** The width of bins of time. */
    static Duration width(Expr.Numeral span) {
        boolean isLength = span.unit().equals(Column.SECONDS);
        Duration width = isLength && span.value().longValue() <= MOST_SECONDS ? Command.duration(span) : Duration.ZERO;
        if (width.toMillis() == 0) {
            throw new PipeException(
                    span.place(), "this is no width of time", "it is 1ms to 10 years, with a unit: 30s, 5m, 1h, 1d");
        }
        return width;
    }

    /** A time rounded down; from quarters of an hour up as clocks in the question's zone show it. */
    String time(String sql, Duration width) {
        boolean isLocal = width.compareTo(LEAST_LOCAL) >= 0 && !isUtc();
        return isLocal
                ? "time_bucket(%s, %s, %s)".formatted(SqlText.interval(width), sql, zone())
                : "time_bucket(%s, %s)".formatted(SqlText.interval(width), sql);
    }

    /** As the database calls it, which knows no {@code +02:00} alone. */
    private String zone() {
        ZoneId zone = moment.zone().normalized();
        boolean isShifted = zone instanceof ZoneOffset && !isUtc();
        return SqlText.text(isShifted ? "GMT" + zone.getId() : moment.zone().getId());
    }

    private boolean isUtc() {
        return moment.zone().normalized().equals(ZoneOffset.UTC);
    }
}
