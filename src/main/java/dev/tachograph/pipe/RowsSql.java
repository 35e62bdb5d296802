package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Commands that choose rows or put them in order. */
final class RowsSql {
    private final Stage stage;
    private final ExprSql expressions;
    private final Statement statement;

    RowsSql(Stage stage, ExprSql expressions, Statement statement) {
        this.stage = stage;
        this.expressions = expressions;
        this.statement = statement;
    }

    Stage filter(String condition) {
        statement.step("SELECT *\nFROM %s\nWHERE %s".formatted(statement.last(), condition));
        return stage;
    }

    Stage head(int count) {
        statement.step("SELECT *\nFROM %s%s\nLIMIT %d".formatted(statement.last(), behind(stage), count));
        return stage;
    }

    /** The last ones, which stay in their order. */
    Stage tail(int count) {
        Stage reversed = reversed(stage);
        statement.step("SELECT *\nFROM %s%s\nLIMIT %d".formatted(statement.last(), behind(reversed), count));
        return stage;
    }

    private static String behind(Stage stage) {
        return stage.orderSql().replace(" ORDER", "\nORDER");
    }

    /** There is no SQL for it yet: an order counts where rows are cut off, and at the end. */
    Stage reversed() {
        return reversed(stage);
    }

    private static Stage reversed(Stage stage) {
        return stage.orderedBy(stage.order().stream().map(OrderKey::reversed).toList());
    }

    Stage sort(Command.Sort sort) {
        Stage sorted = ordered(sort.keys());
        return sort.count() == 0 ? sorted : new RowsSql(sorted, expressions, statement).head(sort.count());
    }

    /** Sorted by these, and where they are equal as before. */
    private Stage ordered(List<Command.SortKey> keys) {
        Stage with = stage;
        List<OrderKey> order = new ArrayList<>();
        for (Command.SortKey key : keys) {
            var columns = new ColumnsSql(with, expressions, statement);
            String column = columns.nameOf(key.name());
            with = columns.stage();
            order.add(new OrderKey(column, key.isDescending()));
        }
        stage.order().stream()
                .filter(old -> order.stream().noneMatch(key -> key.column().equals(old.column())))
                .forEach(order::add);
        return with.orderedBy(order);
    }

    /** As elsewhere, rows without such a value are left out: they are not the same as each other. */
    Stage dedup(Command.Dedup dedup) {
        Stage sorted = dedup.order().isEmpty() ? stage : ordered(dedup.order());
        List<String> values =
                dedup.names().stream().map(expressions::of).map(Typed::sql).toList();
        String known = values.stream().map(value -> value + " IS NOT NULL").collect(Collectors.joining(" AND "));
        statement.step(
                """
                SELECT *
                FROM %s
                WHERE %s
                QUALIFY row_number() OVER (PARTITION BY %s%s) <= %d""".formatted(statement.last(), known, String.join(", ", values), sorted.orderSql(), dedup.count()));
        return sorted;
    }
}
