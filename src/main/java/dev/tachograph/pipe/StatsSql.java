package dev.tachograph.pipe;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Commands that make one row of many. */
final class StatsSql {
    private final Stage stage;
    private final Moment moment;
    private final ExprSql expressions;
    private final Statement statement;

    StatsSql(Stage stage, Moment moment, Regexes regexes, Statement statement) {
        this.stage = stage;
        this.moment = moment;
        this.expressions = new ExprSql(new Scope(stage), moment, regexes);
        this.statement = statement;
    }

    /** A group by one value: what it is called, and what it is. */
    private record Group(String name, Typed value) {
        String selected() {
            String quoted = SqlText.name(name);
            return value.sql().equals(quoted) ? quoted : value.sql() + " AS " + quoted;
        }
    }

    Stage stats(Command.Stats stats) {
        List<Group> groups = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Command.Grouping grouping : stats.by()) {
            Group group = group(grouping);
            AggregateSql.checkNames(names, group.name, grouping.name().place());
            names.add(group.name);
            groups.add(group);
        }
        List<Column> columns = groups.stream()
                .map(group -> Column.made(group.name, group.value))
                .collect(Collectors.toCollection(ArrayList::new));
        List<String> selected = groups.stream().map(Group::selected).collect(Collectors.toCollection(ArrayList::new));
        var sql = new AggregateSql(stage, expressions, seconds(stats.by()));
        for (Command.Aggregate aggregate : stats.aggregates()) {
            String name = AggregateSql.name(aggregate);
            AggregateSql.checkNames(names, name, aggregate.place());
            names.add(name);
            Typed value = sql.of(aggregate);
            columns.add(Column.made(name, value));
            selected.add(value.sql() + " AS " + SqlText.name(name));
        }
        statement.step("SELECT %s\nFROM %s%s"
                .formatted(String.join(",\n       ", selected), statement.last(), groupBy(groups)));
        return grouped(columns, groups.stream().map(Group::name).toList());
    }

    /** In the order of the groups. */
    private Stage grouped(List<Column> columns, List<String> groups) {
        Optional<String> time = columns.stream()
                .filter(column -> column.kind() == Kind.TIME && groups.contains(column.name()))
                .map(Column::name)
                .findFirst();
        return new Stage(
                stage.table(),
                columns,
                columns.stream().map(Column::name).toList(),
                groups.stream().map(name -> new OrderKey(name, false)).toList(),
                time,
                false);
    }

    private static String groupBy(List<Group> groups) {
        return groups.isEmpty()
                ? ""
                : "\nGROUP BY "
                        + groups.stream().map(group -> group.value.sql()).collect(Collectors.joining(", "));
    }

    private Group group(Command.Grouping grouping) {
        Typed value = expressions.of(grouping.name());
        String name = nameOf(grouping.name());
        Expr.Numeral span = grouping.span();
        if (span != null) {
            return new Group(
                    name,
                    new TimeFunctions(expressions, moment)
                            .bin(value, grouping.name().place(), span));
        }
        if (value.kind() == Kind.FIELDS) {
            throw new PipeException(
                    grouping.name().place(),
                    "these are fields by name",
                    "name one of them: by FIELD or by fields.FIELD");
        }
        return new Group(name, value);
    }

    private String nameOf(Expr.Name name) {
        return new Scope(stage).column(name).map(Column::name).orElse(name.name());
    }

    /** How long the time of a group is: that of its bin, or all of it. */
    private String seconds(List<Command.Grouping> by) {
        Duration width = by.stream()
                .map(Command.Grouping::span)
                .filter(span -> span != null && span.unit().equals(Column.SECONDS))
                .map(span -> Command.duration(span))
                .findFirst()
                .orElse(Duration.between(moment.from(), moment.to()));
        return secondsSql(width);
    }

    static String secondsSql(Duration width) {
        long micros = Math.max(1, width.toNanos() / 1000);
        return Numbers.sql(BigDecimal.valueOf(micros, 6));
    }

    /** Rows without such a value are left out, as elsewhere. */
    Stage top(Command.Top top) {
        List<Group> by = top.by().stream().map(this::plain).toList();
        List<Group> values = top.names().stream().map(this::plain).toList();
        List<Group> all = new ArrayList<>(by);
        all.addAll(values);
        List<String> names = new ArrayList<>();
        for (Group group : all) {
            AggregateSql.checkNames(names, group.name, top.place());
            names.add(group.name);
        }
        AggregateSql.checkNames(names, "count", top.place());
        AggregateSql.checkNames(names, "percent", top.place());
        String direction = top.isRare() ? "" : " DESC";
        String partition = by.isEmpty() ? "" : "PARTITION BY %s".formatted(sql(by));
        String selected = all.stream().map(Group::selected).collect(Collectors.joining(", "));
        String known =
                values.stream().map(one -> one.value.within(5) + " IS NOT NULL").collect(Collectors.joining(" AND "));
        statement.step("""
                SELECT %s,
                       count(*) AS count,
                       100.0 * count(*) / sum(count(*)) OVER (%s) AS percent
                FROM %s
                WHERE %s%s
                QUALIFY row_number() OVER (%s) <= %d""".formatted(
                        selected,
                        partition,
                        statement.last(),
                        known,
                        groupBy(all),
                        (partition + " ORDER BY count(*)%s, %s".formatted(direction, sql(values))).strip(),
                        top.count()));
        return ranked(top, all, by, values);
    }

    private Stage ranked(Command.Top top, List<Group> all, List<Group> by, List<Group> values) {
        List<Column> columns = all.stream()
                .map(group -> Column.made(group.name, group.value))
                .collect(Collectors.toCollection(ArrayList::new));
        columns.add(new Column("count", Kind.INTEGER, "", ""));
        columns.add(new Column("percent", Kind.REAL, Column.PERCENT, ""));
        List<OrderKey> order = new ArrayList<>();
        by.forEach(group -> order.add(new OrderKey(group.name, false)));
        order.add(new OrderKey("count", !top.isRare()));
        values.forEach(group -> order.add(new OrderKey(group.name, false)));
        return grouped(columns, List.of()).orderedBy(order);
    }

    private Group plain(Expr.Name name) {
        return group(new Command.Grouping(name, null));
    }

    private static String sql(List<Group> groups) {
        return groups.stream().map(group -> group.value.sql()).collect(Collectors.joining(", "));
    }
}
