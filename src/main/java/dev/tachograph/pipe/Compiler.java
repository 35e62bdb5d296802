package dev.tachograph.pipe;

import dev.tachograph.query.Search;
import dev.tachograph.query.SearchView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a question into SQL, one command after the other, and knows which columns there are between them. */
final class Compiler {
    private final String text;
    private final Moment moment;
    private final Regexes regexes = new Regexes();
    private final Statement statement = new Statement();
    private Compiled.Shape shape = Compiled.Shape.TABLE;

    /** @param text of the question, whose words stand in the comments */
    Compiler(String text, Moment moment) {
        this.text = text;
        this.moment = moment;
    }

    /** The whole question. @throws PipeException when it makes no sense */
    Compiled compile(Question question) {
        Stage stage = begin(question.source());
        for (Command command : question.commands()) {
            stage = next(stage, command);
        }
        return end(stage);
    }

    /** The rows of the source. */
    Stage begin(Question.Source source) {
        SourceTable table = source.table();
        var stage = new Stage(
                table, table.columns(), table.usual(), table.order(), Optional.of(table.from()), table.isLogs());
        statement.comment(words(source.place(), table.name() + ": everything"));
        String condition = range(table)
                + switch (source) {
                    case Question.Source.Logs logs -> logs(logs);
                    case Question.Source.Rows(var _, Expr filter, Place _) ->
                        filter == null
                                ? ""
                                : "\n  AND " + expressions(stage).of(filter).within(3);
                };
        statement.step("SELECT *\nFROM %s\nWHERE %s".formatted(SqlText.name(table.view()), condition));
        return stage;
    }

    private String logs(Question.Source.Logs logs) {
        logs.expressions().forEach(regex -> regexes.literal(regex.pattern(), regex.place()));
        return logs.search() instanceof Search.Everything ? "" : "\n  AND " + found(logs.search());
    }

    /** A search as a condition. */
    private String found(Search search) {
        String sql = SearchView.condition(search, range(Sources.logs()), SqlText::text);
        return sql.startsWith("(") ? sql : "(" + sql + ")";
    }

    String range(SourceTable table) {
        String from = SqlText.time(moment.from());
        String to = SqlText.time(moment.to());
        String until = table.until();
        return until == null
                ? "%1$s >= %2$s AND %1$s < %3$s".formatted(table.from(), from, to)
                : "%s < %s AND %s >= %s".formatted(table.from(), to, until, from);
    }

    private String words(Place place, String otherwise) {
        String words = text.substring(place.begin(), place.end()).strip().replaceAll("\\s+", " ");
        return words.isEmpty() ? otherwise : words;
    }

    private ExprSql expressions(Stage stage) {
        return new ExprSql(new Scope(stage), moment, regexes);
    }

    /** The rows behind a command. */
    Stage next(Stage stage, Command command) {
        statement.comment(words(command.place(), ""));
        ExprSql expressions = expressions(stage);
        var rows = new RowsSql(stage, expressions, statement);
        return switch (command) {
            case Command.Where(Expr condition, Place _) ->
                rows.filter(expressions.condition(condition).sql());
            case Command.Search search -> rows.filter(condition(stage, expressions, search));
            case Command.Eval eval -> eval(stage, eval);
            case Command.Stats stats -> new StatsSql(stage, moment, regexes, statement).stats(stats);
            case Command.Timechart chart -> {
                shape = Compiled.Shape.TIMECHART;
                yield new TimechartSql(stage, moment, regexes, statement).of(chart);
            }
            case Command.Top top -> new StatsSql(stage, moment, regexes, statement).top(top);
            case Command.Dedup dedup -> rows.dedup(dedup);
            case Command.Sort sort -> rows.sort(sort);
            case Command.Head(int count, Place _) -> rows.head(count);
            case Command.Tail(int count, Place _) -> rows.tail(count);
            case Command.Reverse _ -> rows.reversed();
            case Command.Fields fields -> new ColumnsSql(stage, expressions, statement).fields(fields);
            case Command.Rename rename -> new ColumnsSql(stage, expressions, statement).rename(rename);
            case Command.Rex rex -> new RexSql(stage, expressions, regexes, statement).of(rex);
            case Command.Context context -> new LinesSql(stage, statement).context(context, range(Sources.logs()));
            case Command.Join join -> new JoinSql(stage, moment, statement).of(join);
            case Command.FillNull fill -> new ColumnsSql(stage, expressions, statement).fill(fill);
            case Command.Bin bin -> bin(stage, expressions, bin);
        };
    }

    /** Over lines as they were found it is the search of log lines; over anything else that of terms. */
    private String condition(Stage stage, ExprSql expressions, Command.Search search) {
        if (stage.isLines()) {
            Question.Source.Logs found = LineSearch.parse(search.text(), search.searched());
            found.expressions().forEach(regex -> regexes.literal(regex.pattern(), regex.place()));
            return found(found.search());
        }
        Expr terms = TermParser.parse(search.searched().begin(), search.text());
        return terms == null ? "true" : expressions.of(terms).sql();
    }

    private Stage eval(Stage before, Command.Eval eval) {
        Stage stage = before;
        for (Command.Assignment assignment : eval.assignments()) {
            ExprSql expressions = expressions(stage);
            Typed value = expressions.of(assignment.value());
            stage = new ColumnsSql(stage, expressions, statement)
                    .set(assignment.name().name(), value);
        }
        return stage;
    }

    private Stage bin(Stage stage, ExprSql expressions, Command.Bin bin) {
        Typed value = expressions.of(bin.name());
        Typed rounded =
                new TimeFunctions(expressions, moment).bin(value, bin.name().place(), bin.span());
        Expr.Name as = bin.as();
        return new ColumnsSql(stage, expressions, statement)
                .set(as == null ? bin.name().name() : as.name(), rounded);
    }

    private Compiled end(Stage stage) {
        var scope = new Scope(stage);
        List<Column> columns = new ArrayList<>();
        List<String> sql = new ArrayList<>();
        for (String name : stage.shown()) {
            scope.known(name).ifPresent(value -> {
                String quoted = SqlText.name(name);
                sql.add(value.sql().equals(quoted) ? quoted : value.sql() + " AS " + quoted);
                columns.add(stage.find(name).orElseGet(() -> Column.made(name, value)));
            });
        }
        if (columns.isEmpty()) {
            throw new PipeException(new Place(0, 0), "no column is left", "fields names those that stay");
        }
        String select = "SELECT %s\nFROM %s%s"
                .formatted(
                        String.join(", ", sql),
                        statement.last(),
                        stage.orderSql().replace(" ORDER", "\nORDER"));
        Compiled.Shape found = stage.isLines() ? Compiled.Shape.LINES : shape;
        return new Compiled(statement.sql(select), columns, found, regexes.all());
    }
}
