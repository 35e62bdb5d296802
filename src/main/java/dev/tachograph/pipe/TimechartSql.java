package dev.tachograph.pipe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Figures over time: one row per bin, or per bin and series, with those in which nothing happened. */
final class TimechartSql {
    private static final String TIMESTAMP = "timestamp";
    private static final String REST = "OTHER";
    private static final int USUAL_BINS = 100;
    private static final int MOST_BINS = 10_000;
    private static final List<Duration> WIDTHS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofDays(1),
            Duration.ofDays(7));

    private final Stage stage;
    private final Moment moment;
    private final ExprSql expressions;
    private final Statement statement;

    TimechartSql(Stage stage, Moment moment, Regexes regexes, Statement statement) {
        this.stage = stage;
        this.moment = moment;
        this.expressions = new ExprSql(new Scope(stage), moment, regexes);
        this.statement = statement;
    }

    /** A figure: its name and what it is. */
    private record Figure(String name, Typed value, boolean isCount) {
        String selected() {
            return value.sql() + " AS " + SqlText.name(name);
        }

        /** As it stands where bins may have no rows. */
        String filled() {
            String quoted = SqlText.name(name);
            return isCount ? "coalesce(f.%1$s, 0) AS %1$s".formatted(quoted) : "f." + quoted;
        }
    }

    Stage of(Command.Timechart chart) {
        Duration width = width(chart.span());
        String time = stage.time()
                .orElseThrow(() -> new PipeException(
                        chart.place(),
                        "timechart needs the time of the rows, which is gone here",
                        "it stands before stats, top and fields, or behind stats … by timestamp span=5m"));
        String bin = new TimeFunctions(expressions, moment).time(SqlText.name(time), width);
        Expr.Name by = chart.by();
        List<Figure> figures = figures(chart, width, by == null ? Optional.empty() : Optional.of(by.name()));
        if (by == null) {
            alone(bin, width, figures);
            return stage(figures, List.of());
        }
        series(chart, by, bin, width, figures);
        return stage(figures, List.of(new Column(by.name(), Kind.TEXT, "", "")));
    }

    private Duration width(Expr.@Nullable Numeral span) {
        Duration length = Duration.between(moment.from(), moment.to());
        if (span == null) {
            return WIDTHS.stream()
                    .filter(width -> length.dividedBy(width) <= USUAL_BINS)
                    .findFirst()
                    .orElseGet(() -> weeks(length));
        }
        Duration width = TimeFunctions.width(span);
        long bins = length.dividedBy(width);
        if (bins > MOST_BINS) {
            throw new PipeException(
                    span.place(),
                    "these would be %d bins".formatted(bins),
                    "at most %d are allowed".formatted(MOST_BINS));
        }
        return width;
    }

    private static Duration weeks(Duration length) {
        Duration week = WIDTHS.getLast();
        return week.multipliedBy(Math.ceilDiv(length.dividedBy(week), USUAL_BINS));
    }

    private List<Figure> figures(Command.Timechart chart, Duration width, Optional<String> by) {
        List<String> names = new ArrayList<>(List.of(TIMESTAMP));
        by.ifPresent(name -> {
            AggregateSql.checkNames(names, name, chart.place());
            names.add(name);
        });
        var sql = new AggregateSql(stage, expressions, StatsSql.secondsSql(width));
        List<Figure> figures = new ArrayList<>();
        for (Command.Aggregate aggregate : chart.aggregates()) {
            String name = AggregateSql.name(aggregate);
            AggregateSql.checkNames(names, name, aggregate.place());
            names.add(name);
            figures.add(new Figure(name, sql.of(aggregate), AggregateSql.isCount(aggregate)));
        }
        return figures;
    }

    private Stage stage(List<Figure> figures, List<Column> series) {
        List<Column> columns = new ArrayList<>(List.of(new Column(TIMESTAMP, Kind.TIME, "", "begin of the bin")));
        columns.addAll(series);
        figures.forEach(figure -> columns.add(Column.made(figure.name, figure.value)));
        List<OrderKey> order = new ArrayList<>(List.of(new OrderKey(TIMESTAMP, false)));
        series.forEach(column -> order.add(new OrderKey(column.name(), false)));
        return new Stage(
                stage.table(),
                columns,
                columns.stream().map(Column::name).toList(),
                order,
                Optional.of(TIMESTAMP),
                false);
    }

    private static String selected(List<Figure> figures) {
        return figures.stream().map(Figure::selected).collect(Collectors.joining(",\n       "));
    }

    private static String filled(List<Figure> figures) {
        return figures.stream().map(Figure::filled).collect(Collectors.joining(", "));
    }

    private void alone(String bin, Duration width, List<Figure> figures) {
        String from = statement.last();
        String bins = statement.beside("bins", bins(width));
        String found = statement.beside(
                "figures",
                "SELECT %s AS __bin,\n       %s\nFROM %s\nGROUP BY __bin".formatted(bin, selected(figures), from));
        statement.step("SELECT b.__bin AS timestamp, %s\nFROM %s b LEFT JOIN %s f ON f.__bin = b.__bin"
                .formatted(filled(figures), bins, found));
    }

    /** The begin of each bin; where clocks are changed days are not all as long as each other. */
    private String bins(Duration width) {
        var times = new TimeFunctions(expressions, moment);
        boolean mayVary = width.compareTo(Duration.ofHours(1)) > 0;
        boolean isOfDays = width.compareTo(Duration.ofDays(2)) > 0;
        Duration step = isOfDays ? Duration.ofDays(1) : mayVary ? Duration.ofHours(1) : width;
        String from = SqlText.time(moment.from());
        String last = SqlText.time(moment.to().minusNanos(1000));
        String first = times.time(from, width);
        String series = "generate_series(%s, %s, %s)".formatted(first, last, SqlText.interval(step));
        boolean mayMissLast = isOfDays || (mayVary && width.toSeconds() % step.toSeconds() != 0);
        return "SELECT DISTINCT %s AS __bin\nFROM %s"
                .formatted(
                        times.time("__at", width),
                        mayMissLast
                                ? "(FROM %s t(__at) UNION ALL SELECT %s)".formatted(series, last)
                                : series + " t(__at)");
    }

    private void series(Command.Timechart chart, Expr.Name by, String bin, Duration width, List<Figure> figures) {
        Typed value = expressions.of(by);
        if (value.kind() == Kind.FIELDS) {
            throw new PipeException(by.place(), "these are fields by name", "name one of them: by FIELD");
        }
        String series = value.kind() == Kind.TEXT ? value.sql() : value.within(Typed.ATOM) + "::VARCHAR";
        String name = SqlText.name(by.name());
        String from = statement.last();
        Figure ranking = figures.getFirst();
        String top = statement.beside(
                "series",
                "SELECT %s AS __series\nFROM %s\nGROUP BY __series\nORDER BY %s DESC NULLS LAST, __series\nLIMIT %d"
                        .formatted(series, from, ranking.value.sql(), chart.limit()));
        String bins = statement.beside("bins", bins(width));
        String found =
                statement.beside("figures", """
                SELECT %s AS __bin,
                       CASE WHEN EXISTS (FROM %s t WHERE t.__series IS NOT DISTINCT FROM %s) THEN %s ELSE '%s' END AS __series,
                       %s
                FROM %s
                GROUP BY __bin, __series""".formatted(bin, top, series, series, REST, selected(figures), from));
        statement.step("""
                SELECT b.__bin AS timestamp, s.__series AS %s, %s
                FROM %s b
                CROSS JOIN (SELECT DISTINCT __series FROM %s) s
                LEFT JOIN %s f ON f.__bin = b.__bin AND f.__series IS NOT DISTINCT FROM s.__series""".formatted(name, filled(figures), bins, found, found));
    }
}
