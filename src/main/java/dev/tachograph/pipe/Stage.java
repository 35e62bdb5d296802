package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows at one place between two pipes.
 *
 * @param table what the question is about
 * @param columns that a question can name here
 * @param shown those that an answer would have here; a name among them may be none of a column, such as {@code level}
 * @param order of the rows; its columns may be hidden
 * @param time the column with the time of the rows; empty when they have none any more
 * @param isLines whether each row is still a line of the log as it was found
 */
record Stage(
        SourceTable table,
        List<Column> columns,
        List<String> shown,
        List<OrderKey> order,
        Optional<String> time,
        boolean isLines) {
    /** The names of columns that a question can't name begin so. */
    static final String HIDDEN = "__";

    Stage {
        columns = List.copyOf(columns);
        shown = List.copyOf(shown);
        order = List.copyOf(order);
    }

    /** The column of a name; the database knows no difference between capitals and small letters. */
    Optional<Column> find(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(name))
                        .findFirst());
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    boolean isOrderedBy(String name) {
        return order.stream().anyMatch(key -> key.column().equals(name));
    }

    Stage orderedBy(List<OrderKey> keys) {
        return new Stage(table, columns, shown, keys, time, isLines);
    }

    /** With a column more, or with another in place of the one of that name. */
    Stage with(Column column) {
        List<Column> all = new ArrayList<>(columns);
        int place = names().indexOf(column.name());
        if (place < 0) {
            all.add(column);
        } else {
            all.set(place, column);
        }
        List<String> more = new ArrayList<>(shown);
        if (!more.contains(column.name())) {
            more.add(column.name());
        }
        return new Stage(table, all, more, order, time, false);
    }

    /** The order of the rows as it stands in SQL; empty when there is none. */
    String orderSql() {
        return order.isEmpty() ? "" : " ORDER BY " + keysSql();
    }

    String keysSql() {
        return String.join(", ", order.stream().map(OrderKey::sql).toList());
    }
}
