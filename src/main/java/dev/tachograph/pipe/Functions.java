package dev.tachograph.pipe;

import dev.tachograph.text.Printable;
import dev.tachograph.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Functions of one row as SQL. */
final class Functions {
    private static final int SHOWN = 60;

    private final ExprSql expressions;
    private final Scope scope;
    private final Moment moment;
    private final Regexes regexes;

    Functions(ExprSql expressions, Scope scope, Moment moment, Regexes regexes) {
        this.expressions = expressions;
        this.scope = scope;
        this.moment = moment;
        this.regexes = regexes;
    }

    Typed of(Expr.Call call) {
        FunctionHelp help = FunctionHelp.all().stream()
                .filter(function -> function.name().equals(call.function()))
                .findFirst()
                .orElse(null);
        int count = call.arguments().size();
        if (help == null || count < help.least() || count > help.most()) {
            return madeByAggregate(call, help);
        }
        return switch (call.function()) {
            case "if", "case", "coalesce", "nullif", "min", "max" -> choice(call);
            case "isnull" -> truth("%s IS NULL", call);
            case "isnotnull" -> truth("%s IS NOT NULL", call);
            case "lower", "upper", "trim", "len", "substr", "contains", "startswith", "endswith", "split" ->
                texts(call);
            case "replace", "extract", "match" -> regex(call);
            case "concat" -> Typed.atom("concat(%s)".formatted(all(call)), Kind.TEXT);
            case "item", "mvcount", "json" -> parts(call);
            case "round", "floor", "ceil", "abs", "sqrt", "pow", "exp", "ln", "log" -> numbers(call);
            case "tonumber" ->
                Typed.atom("TRY_CAST(%s AS DOUBLE)".formatted(argument(call, 0).sql()), Kind.REAL);
            case "tostring" -> Typed.atom(argument(call, 0).within(Typed.ATOM) + "::VARCHAR", Kind.TEXT);
            default -> new TimeFunctions(expressions, moment).of(call);
        };
    }

    /** {@code avg(x)} behind a stats is what it made; anywhere else it is a mistake. */
    private Typed madeByAggregate(Expr.Call call, @Nullable FunctionHelp help) {
        if (AggregateHelp.isName(call.function())) {
            List<String> arguments = call.arguments().stream().map(PipeText::of).toList();
            String name = AggregateHelp.columnName(call.function(), arguments);
            return scope.known(name)
                    .orElseThrow(() -> new PipeException(
                            call.place(),
                            "'%s' is a function over many rows, and no stats before made it".formatted(call.function()),
                            "such functions stand behind stats or timechart; what they made is called like " + name));
        }
        if (help == null) {
            throw new PipeException(
                    call.name(),
                    "there is no function '%s'%s"
                            .formatted(
                                    Printable.atMost(SHOWN, call.function()),
                                    Spelling.didYouMean(call.function(), FunctionHelp.names())),
                    "functions are " + String.join(", ", FunctionHelp.names()));
        }
        throw new PipeException(
                call.place(),
                "'%s' does not take %d values"
                        .formatted(call.function(), call.arguments().size()),
                "it is written: " + help.syntax());
    }

    private Typed argument(Expr.Call call, int number) {
        return expressions.of(call.arguments().get(number));
    }

    private String all(Expr.Call call) {
        return call.arguments().stream().map(expressions::of).map(Typed::sql).collect(Collectors.joining(", "));
    }

    private Typed truth(String form, Expr.Call call) {
        return new Typed(form.formatted(argument(call, 0).within(5)), Kind.TRUTH, "", 4);
    }

    private Typed choice(Expr.Call call) {
        List<Expr> arguments = call.arguments();
        if (call.function().equals("if") || call.function().equals("case")) {
            return cases(arguments);
        }
        String function = switch (call.function()) {
            case "min" -> "least";
            case "max" -> "greatest";
            default -> call.function();
        };
        List<Typed> values = arguments.stream().map(expressions::of).toList();
        String all = values.stream().map(Typed::sql).collect(Collectors.joining(", "));
        return ExprSql.common(arguments, values, "%s(%s)".formatted(function, all));
    }

    /** Conditions, each with its value; a last one alone is for the rest. */
    private Typed cases(List<Expr> arguments) {
        var sql = new StringBuilder("CASE");
        List<Expr> written = new ArrayList<>();
        List<Typed> values = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            String condition = expressions.condition(arguments.get(i)).sql();
            written.add(arguments.get(i + 1));
            values.add(expressions.of(arguments.get(i + 1)));
            sql.append(" WHEN %s THEN %s".formatted(condition, values.getLast().sql()));
        }
        if (arguments.size() % 2 == 1) {
            written.add(arguments.getLast());
            values.add(expressions.of(arguments.getLast()));
            sql.append(" ELSE ").append(values.getLast().sql());
        }
        return ExprSql.common(written, values, sql.append(" END").toString());
    }

    private Typed texts(Expr.Call call) {
        List<Expr> arguments = call.arguments();
        String text = expressions.text(arguments.getFirst()).sql();
        return switch (call.function()) {
            case "len" -> Typed.atom("length(%s)".formatted(text), Kind.INTEGER);
            case "substr" -> Typed.atom("substr(%s)".formatted(text + numbersBehind(arguments)), Kind.TEXT);
            case "contains", "startswith", "endswith" -> {
                String function = call.function().replace("sw", "s_w");
                yield Typed.atom(
                        "%s(%s, %s)"
                                .formatted(
                                        function,
                                        text,
                                        expressions.text(arguments.get(1)).sql()),
                        Kind.TRUTH);
            }
            case "split" ->
                Typed.atom(
                        "string_split(%s, %s)"
                                .formatted(
                                        text, expressions.text(arguments.get(1)).sql()),
                        Kind.LIST);
            default -> Typed.atom("%s(%s)".formatted(call.function(), text), Kind.TEXT);
        };
    }

    private String numbersBehind(List<Expr> arguments) {
        return arguments.stream()
                .skip(1)
                .map(argument -> ", (" + number(argument).sql() + ")::BIGINT")
                .collect(Collectors.joining());
    }

    private Typed number(Expr argument) {
        Typed number = expressions.of(argument);
        ExprSql.requireNumber(number, argument.place());
        return number;
    }

    private Typed regex(Expr.Call call) {
        List<Expr> arguments = call.arguments();
        String text = expressions.text(arguments.getFirst()).sql();
        String pattern = regexes.literal(arguments.get(1));
        return switch (call.function()) {
            case "match" -> Typed.atom("regexp_matches(%s, %s)".formatted(text, pattern), Kind.TRUTH);
            case "replace" ->
                Typed.atom(
                        "regexp_replace(%s, %s, %s, 'g')"
                                .formatted(
                                        text,
                                        pattern,
                                        expressions.text(arguments.get(2)).sql()),
                        Kind.TEXT);
            default ->
                Typed.atom(
                        "nullif(regexp_extract(%s, %s%s), '')".formatted(text, pattern, group(arguments)), Kind.TEXT);
        };
    }

    private static String group(List<Expr> arguments) {
        if (arguments.size() < 3) {
            return "";
        }
        if (arguments.get(2) instanceof Expr.Numeral number && number.written().matches("[0-9]")) {
            return ", " + number.written();
        }
        throw new PipeException(
                arguments.get(2).place(), "this is no group", "groups have the numbers 1 to 9; 0 is the whole");
    }

    private Typed parts(Expr.Call call) {
        Typed first = argument(call, 0);
        if (call.function().equals("json")) {
            boolean isJson = first.kind() == Kind.JSON;
            String text = isJson
                    ? first.sql()
                    : expressions.text(call.arguments().getFirst()).sql();
            return Typed.atom(
                    "TRY(json_extract_string(%s, %s))"
                            .formatted(text, SqlText.text(path(call.arguments().get(1)))),
                    Kind.TEXT);
        }
        if (first.kind() != Kind.LIST && first.kind() != Kind.NOTHING) {
            throw new PipeException(
                    call.arguments().getFirst().place(),
                    "this is %s, and no list".formatted(first.kind().said()),
                    "split(…), values(…) and list(…) make lists");
        }
        return call.function().equals("mvcount")
                ? Typed.atom("len(%s)".formatted(first.sql()), Kind.INTEGER)
                : Typed.atom(
                        "%s[(%s)::BIGINT]"
                                .formatted(
                                        first.within(Typed.ATOM),
                                        number(call.arguments().get(1)).sql()),
                        Kind.TEXT);
    }

    private static String path(Expr written) {
        if (!(written instanceof Expr.Text(String path, Place place)) || path.isEmpty()) {
            throw new PipeException(written.place(), "this is no path", "it is a text, such as \"a.b\" or \"$.a[0]\"");
        }
        boolean isPlain = path.matches("\\$?\\.?[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+|\\[[0-9]{1,6}\\])*+");
        if (!isPlain) {
            throw new PipeException(
                    place, "this is no path", "names with dots between them and [0] behind them: \"a.b[0]\"");
        }
        return path.startsWith("$") ? path : "$." + path;
    }

    private Typed numbers(Expr.Call call) {
        Typed x = number(call.arguments().getFirst());
        String sql = x.sql();
        return switch (call.function()) {
            case "round" ->
                call.arguments().size() == 1
                        ? Typed.atom("round(%s)".formatted(sql), x.kind(), x.unit())
                        : Typed.atom(
                                "round(%s%s)"
                                        .formatted(
                                                sql,
                                                numbersBehind(call.arguments()).replace("BIGINT", "INTEGER")),
                                Kind.REAL,
                                x.unit());
            case "floor", "ceil", "abs" -> Typed.atom("%s(%s)".formatted(call.function(), sql), x.kind(), x.unit());
            case "sqrt" -> Typed.atom("CASE WHEN %1$s >= 0 THEN sqrt(%2$s) END".formatted(x.within(5), sql), Kind.REAL);
            case "ln", "log" ->
                Typed.atom(
                        "CASE WHEN %1$s > 0 THEN %3$s(%2$s) END"
                                .formatted(x.within(5), sql, call.function().equals("log") ? "log10" : "ln"),
                        Kind.REAL);
            case "pow" ->
                Typed.atom(
                        "pow(%s, %s)"
                                .formatted(sql, number(call.arguments().get(1)).sql()),
                        Kind.REAL);
            default -> Typed.atom("exp(%s)".formatted(sql), Kind.REAL);
        };
    }
}
