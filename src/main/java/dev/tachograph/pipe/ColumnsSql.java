package dev.tachograph.pipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Commands that add, change, name or leave out columns. What rows are in order of stays, hidden where it has to be. */
final class ColumnsSql {
    private Stage stage;
    private final ExprSql expressions;
    private final Statement statement;

    ColumnsSql(Stage stage, ExprSql expressions, Statement statement) {
        this.stage = stage;
        this.expressions = expressions;
        this.statement = statement;
    }

    Stage stage() {
        return stage;
    }

    /** A column with this value, in place of one of that name if there is one. */
    Stage set(String name, Typed value) {
        Optional<Column> old = stage.find(name);
        String sql;
        if (old.isPresent()) {
            String known = old.get().name();
            String hidden = hide(known);
            sql = "SELECT * REPLACE (%s AS %s)%s".formatted(value.sql(), SqlText.name(known), hidden);
            stage = forgettingTime(known, value).with(Column.made(known, value));
        } else {
            sql = "SELECT *, %s AS %s".formatted(value.sql(), SqlText.name(name));
            stage = stage.with(Column.made(name, value));
        }
        statement.step("%s\nFROM %s".formatted(sql, statement.last()));
        return stage;
    }

    private Stage forgettingTime(String name, Typed value) {
        boolean isStillTime = value.kind() == Kind.TIME || !stage.time().equals(Optional.of(name));
        return isStillTime
                ? stage
                : new Stage(stage.table(), stage.columns(), stage.shown(), stage.order(), Optional.empty(), false);
    }

    /** Keeps what rows are in order of under another name: what stands behind the other columns for it. */
    private String hide(String name) {
        if (!stage.isOrderedBy(name)) {
            return "";
        }
        String hidden = statement.hiddenName();
        stage = stage.orderedBy(
                stage.order().stream().map(key -> key.renamed(name, hidden)).toList());
        return ", %s AS %s".formatted(SqlText.name(name), SqlText.name(hidden));
    }

    /** The column of a name, which is made where the name means something else, hidden from questions. */
    String nameOf(Expr.Name name) {
        Typed value = expressions.of(name);
        Optional<Column> column = stage.find(name.name());
        if (column.isPresent() && value.sql().equals(SqlText.name(column.get().name()))) {
            return column.get().name();
        }
        Optional<Column> other = stage.columns().stream()
                .filter(one -> value.sql().equals(SqlText.name(one.name())))
                .findFirst();
        if (other.isPresent()) {
            return other.get().name();
        }
        String hidden = statement.hiddenName();
        statement.step("SELECT *, %s AS %s\nFROM %s".formatted(value.sql(), SqlText.name(hidden), statement.last()));
        return hidden;
    }

    Stage fields(Command.Fields fields) {
        if (fields.names().isEmpty()) {
            return new Stage(
                    stage.table(), stage.columns(), stage.names(), stage.order(), stage.time(), stage.isLines());
        }
        return fields.isExcluding() ? without(fields.names()) : only(fields.names());
    }

    private Stage only(List<Expr.Name> names) {
        Map<String, Column> kept = new LinkedHashMap<>();
        List<String> sql = new ArrayList<>();
        for (Expr.Name name : names) {
            Typed value = expressions.of(name);
            Column column = new Scope(stage).column(name).orElseGet(() -> Column.made(name.name(), value));
            if (kept.putIfAbsent(column.name().toLowerCase(Locale.ROOT), column) == null) {
                String quoted = SqlText.name(column.name());
                sql.add(value.sql().equals(quoted) ? quoted : value.sql() + " AS " + quoted);
            }
        }
        Set<String> keptNames = new TreeSet<>(kept.keySet());
        stage.order().stream()
                .map(OrderKey::column)
                .filter(column -> column.startsWith(Stage.HIDDEN))
                .forEach(column -> sql.add(SqlText.name(column)));
        for (OrderKey key : stage.order()) {
            boolean isGone = !key.column().startsWith(Stage.HIDDEN)
                    && !keptNames.contains(key.column().toLowerCase(Locale.ROOT));
            if (isGone) {
                sql.add(hide(key.column()).substring(2));
            }
        }
        statement.step("SELECT %s\nFROM %s".formatted(String.join(", ", sql), statement.last()));
        List<Column> columns = List.copyOf(kept.values());
        return remaining(columns, columns.stream().map(Column::name).toList());
    }

    private Stage without(List<Expr.Name> names) {
        Set<String> gone = new TreeSet<>();
        var hidden = new StringBuilder();
        for (Expr.Name name : names) {
            expressions.of(name); // is it there?
            String known = new Scope(stage).column(name).map(Column::name).orElse(name.name());
            gone.add(known);
        }
        List<String> physical =
                gone.stream().filter(name -> stage.names().contains(name)).toList();
        physical.forEach(name -> hidden.append(hide(name)));
        if (!physical.isEmpty()) {
            String list = String.join(", ", physical.stream().map(SqlText::name).toList());
            statement.step("SELECT * EXCLUDE (%s)%s\nFROM %s".formatted(list, hidden, statement.last()));
        }
        List<Column> columns = stage.columns().stream()
                .filter(column -> !gone.contains(column.name()))
                .toList();
        return remaining(
                columns,
                stage.shown().stream().filter(name -> !gone.contains(name)).toList());
    }

    private Stage remaining(List<Column> columns, List<String> shown) {
        List<String> names = columns.stream().map(Column::name).toList();
        return new Stage(
                stage.table(), columns, shown, stage.order(), stage.time().filter(names::contains), false);
    }

    Stage rename(Command.Rename rename) {
        for (Command.Renaming one : rename.names()) {
            Optional<Column> column = new Scope(stage).column(one.from());
            if (column.isEmpty()) {
                set(one.to().name(), expressions.of(one.from()));
            } else {
                rename(column.get(), one.to());
            }
        }
        return stage;
    }

    private void rename(Column column, Expr.Name to) {
        String from = column.name();
        boolean isTaken =
                stage.find(to.name()).filter(other -> !other.equals(column)).isPresent();
        if (isTaken) {
            throw new PipeException(
                    to.place(), "there is a column '%s' already".formatted(to.name()), "fields - leaves it out before");
        }
        statement.step("SELECT * RENAME (%s AS %s)\nFROM %s"
                .formatted(SqlText.name(from), SqlText.name(to.name()), statement.last()));
        stage = new Stage(
                stage.table(),
                stage.columns().stream()
                        .map(one -> one.equals(column) ? one.named(to.name()) : one)
                        .toList(),
                stage.shown().stream()
                        .map(name -> name.equals(from) ? to.name() : name)
                        .toList(),
                stage.order().stream().map(key -> key.renamed(from, to.name())).toList(),
                stage.time().map(name -> name.equals(from) ? to.name() : name),
                false);
    }

    Stage fill(Command.FillNull fill) {
        Typed value = expressions.of(fill.value());
        List<Column> columns = fill.names().isEmpty()
                ? stage.columns().stream()
                        .filter(column -> ExprSql.areAlike(column.kind(), value.kind()))
                        .toList()
                : fill.names().stream().map(name -> filled(name, value, fill)).toList();
        if (columns.isEmpty()) {
            throw new PipeException(
                    fill.place(),
                    "no column here holds %s".formatted(value.kind().said()),
                    CommandHelp.syntax("fillnull"));
        }
        List<String> sql = columns.stream()
                .map(column -> "coalesce(%1$s, %2$s) AS %1$s".formatted(SqlText.name(column.name()), value.sql()))
                .toList();
        statement.step("SELECT * REPLACE (%s)\nFROM %s".formatted(String.join(", ", sql), statement.last()));
        return new Stage(stage.table(), stage.columns(), stage.shown(), stage.order(), stage.time(), false);
    }

    private Column filled(Expr.Name name, Typed value, Command.FillNull fill) {
        Typed known = expressions.of(name);
        Column column = new Scope(stage)
                .column(name)
                .orElseThrow(() -> new PipeException(
                        name.place(), "this is no column that can be filled", "eval makes one of it before"));
        if (!ExprSql.areAlike(known.kind(), value.kind())) {
            throw new PipeException(
                    fill.value().place().length() > 0 ? fill.value().place() : name.place(),
                    "'%s' is %s, and the value is %s"
                            .formatted(
                                    name.name(),
                                    known.kind().said(),
                                    value.kind().said()),
                    CommandHelp.syntax("fillnull"));
        }
        return column;
    }
}
