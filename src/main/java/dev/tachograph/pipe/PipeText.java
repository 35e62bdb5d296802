package dev.tachograph.pipe;

import dev.tachograph.query.SearchText;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a question down so that it is read again as the same. */
final class PipeText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*+");
    private static final List<String> RESERVED = List.of(
            "and", "or", "not", "in", "like", "is", "by", "as", "between", "true", "false", "null", "asc", "desc", "if",
            "sortby", "span", "limit", "field", "value", "before", "after");

    private PipeText() {}

    static String of(Question question) {
        String source = of(question.source());
        return question.commands().stream()
                .map(PipeText::of)
                .map(command -> " | " + command)
                .collect(Collectors.joining("", source, ""));
    }

    static String of(Question.Source source) {
        return switch (source) {
            case Question.Source.Logs(SourceTable table, var search, var _, Place _) ->
                (table.name() + ": " + SearchText.of(search)).stripTrailing();
            case Question.Source.Rows(SourceTable table, Expr filter, Place _) ->
                table.name() + ":" + (filter == null ? "" : " " + TermText.of(filter));
        };
    }

    static String of(Command command) {
        return switch (command) {
            case Command.Where(Expr condition, Place _) -> "where " + of(condition);
            case Command.Search(String text, Place _, Place _) -> "search " + text.strip();
            case Command.Eval(var assignments, Place _) ->
                "eval "
                        + joined(assignments.stream()
                                .map(one -> of(one.name()) + " = " + of(one.value()))
                                .toList());
            case Command.Stats(var aggregates, var by, Place _) -> "stats " + aggregates(aggregates) + groupings(by);
            case Command.Timechart chart -> timechart(chart);
            case Command.Top(boolean isRare, int count, var names, var by, Place _) ->
                "%s %d %s%s"
                        .formatted(
                                isRare ? "rare" : "top", count, names(names), by.isEmpty() ? "" : " by " + names(by));
            case Command.Dedup(int count, var names, var order, Place _) ->
                "dedup %d %s%s".formatted(count, names(names), order.isEmpty() ? "" : " sortby " + keys(order));
            case Command.Sort(int count, var keys, Place _) -> "sort " + (count == 0 ? "" : count + " ") + keys(keys);
            case Command.Head(int count, Place _) -> "head " + count;
            case Command.Tail(int count, Place _) -> "tail " + count;
            case Command.Reverse _ -> "reverse";
            case Command.Fields(boolean isExcluding, var names, Place _) ->
                "fields " + (names.isEmpty() ? "*" : (isExcluding ? "- " : "") + names(names));
            case Command.Rename(var names, Place _) ->
                "rename "
                        + joined(names.stream()
                                .map(one -> of(one.from()) + " as " + of(one.to()))
                                .toList());
            case Command.Rex(var field, var pattern, Place _) -> "rex field=%s %s".formatted(of(field), of(pattern));
            case Command.Context(int before, int after, Place _) ->
                "context before=%d after=%d".formatted(before, after);
            case Command.Join _ -> "join processes";
            case Command.FillNull(var value, var names, Place _) ->
                ("fillnull value=" + of(value) + " " + names(names)).strip();
            case Command.Bin(var name, var span, var as, Place _) ->
                "bin %s span=%s%s".formatted(of(name), span.written(), as == null ? "" : " as " + of(as));
        };
    }

    private static String timechart(Command.Timechart chart) {
        String span = chart.span() == null ? "" : " span=" + chart.span().written();
        String by = chart.by() == null ? "" : " by " + of(chart.by());
        return "timechart%s limit=%d %s%s".formatted(span, chart.limit(), aggregates(chart.aggregates()), by);
    }

    private static String aggregates(List<Command.Aggregate> aggregates) {
        return joined(aggregates.stream().map(PipeText::of).toList());
    }

    static String of(Command.Aggregate aggregate) {
        Expr condition = aggregate.condition();
        return "%s(%s)%s%s"
                .formatted(
                        aggregate.function(),
                        joined(aggregate.arguments().stream().map(PipeText::of).toList()),
                        condition == null ? "" : " if (" + of(condition) + ")",
                        aggregate.as() == null ? "" : " as " + of(aggregate.as()));
    }

    private static String groupings(List<Command.Grouping> by) {
        return by.isEmpty()
                ? ""
                : " by "
                        + joined(by.stream()
                                .map(one -> of(one.name())
                                        + (one.span() == null
                                                ? ""
                                                : " span=" + one.span().written()))
                                .toList());
    }

    private static String names(List<Expr.Name> names) {
        return joined(names.stream().map(PipeText::of).toList());
    }

    private static String keys(List<Command.SortKey> keys) {
        return joined(keys.stream()
                .map(key -> (key.isDescending() ? "-" : "+") + of(key.name()))
                .toList());
    }

    private static String joined(List<String> parts) {
        return String.join(", ", parts);
    }

    static String of(Expr expression) {
        return switch (expression) {
            case Expr.Text(String value, Place _) -> quoted(value, '"');
            case Expr.Numeral number -> number.written();
            case Expr.Truth(boolean value, Place _) -> Boolean.toString(value);
            case Expr.Nothing _ -> "null";
            case Expr.Name(String name, Place _) -> name(name);
            case Expr.Not(Expr part, Place _) -> "not (%s)".formatted(of(part));
            case Expr.Negative(Expr part, Place _) -> "-" + within(part, 8);
            case Expr.Binary(var operator, Expr left, Expr right, Place _) ->
                "%s %s %s"
                        .formatted(within(left, operator.rank()), operator.sign(), within(right, operator.rank() + 1));
            case Expr.In(Expr value, var options, boolean isNegated, Place _) ->
                "%s %s (%s)"
                        .formatted(
                                within(value, 5),
                                isNegated ? "not in" : "in",
                                joined(options.stream().map(PipeText::of).toList()));
            case Expr.IsNull(Expr value, boolean isNegated, Place _) ->
                within(value, 5) + (isNegated ? " is not null" : " is null");
            case Expr.Call call ->
                "%s(%s)"
                        .formatted(
                                call.function(),
                                joined(call.arguments().stream()
                                        .map(PipeText::of)
                                        .toList()));
            case Expr.Word _, Expr.Pattern _, Expr.Term _, Expr.Except _ -> TermText.of(expression);
        };
    }

    /** In parentheses where it would be torn apart; comparisons do not follow each other. */
    private static String within(Expr part, int rank) {
        int own = switch (part) {
            case Expr.Binary binary -> binary.operator().rank();
            case Expr.Not _ -> 3;
            case Expr.In _, Expr.IsNull _ -> 4;
            case Expr.Negative _ -> 7;
            default -> 10;
        };
        boolean isApart = own < rank || (own == 4 && rank == 4);
        return isApart ? "(" + of(part) + ")" : of(part);
    }

    static String name(String name) {
        boolean isPlain = PLAIN.matcher(name).matches() && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
        return isPlain ? name : quoted(name, '`');
    }

    static String quoted(String text, char quote) {
        String mark = String.valueOf(quote);
        return mark + text.replace("\\", "\\\\").replace(mark, "\\" + mark) + mark;
    }
}
