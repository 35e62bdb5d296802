package dev.tachograph.pipe;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A function over many rows, as the schema and complaints tell of it.
 *
 * @param syntax how it is written
 * @param help what it gives
 */
public record AggregateHelp(String name, String syntax, String help) {
    private static final Pattern PERCENTILE = Pattern.compile("p[0-9]{1,2}|p100");
    private static final List<AggregateHelp> ALL = List.of(
            of("count", "count, count(x), count(condition)", "rows; those with a value; those for which it holds"),
            of("dc", "dc(x)", "different values; also distinct(x)"),
            of("distinct", "distinct(x)", "the same as dc"),
            of("sum", "sum(x)", "the sum"),
            of("avg", "avg(x)", "the average; also mean(x)"),
            of("mean", "mean(x)", "the same as avg"),
            of("min", "min(x)", "the least"),
            of("max", "max(x)", "the greatest"),
            of("range", "range(x)", "the greatest less the least"),
            of("median", "median(x)", "the middle value"),
            of("p95", "p50(x) … p99(x)", "the value below which so many percent lie"),
            of("perc", "perc(x, 99.9)", "the same for any percentage"),
            of("stdev", "stdev(x)", "standard deviation of a sample"),
            of("var", "var(x)", "variance of a sample"),
            of("first", "first(x)", "of the first row, as they are ordered"),
            of("last", "last(x)", "of the last row"),
            of("earliest", "earliest(x)", "of the row with the earliest time"),
            of("latest", "latest(x)", "of the row with the latest time"),
            of("values", "values(x)", "all different values, in order"),
            of("list", "list(x)", "all values, in the order of the rows"),
            of("rate", "rate, rate(x)", "rows per second; growth of a counter per second, null where it fell"));

    private static AggregateHelp of(String name, String syntax, String help) {
        return new AggregateHelp(name, syntax, help);
    }

    /** All of them. */
    public static List<AggregateHelp> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(AggregateHelp::name).collect(Collectors.toList());
    }

    static boolean isName(String name) {
        return isPercentile(name) || names().contains(name);
    }

    /** Whether it is one of p0 to p100. */
    static boolean isPercentile(String name) {
        return PERCENTILE.matcher(name).matches();
    }

    /** What the column of an aggregate is called when nobody says. */
    static String columnName(String function, List<String> arguments) {
        String rest = arguments.stream()
                .map(argument -> argument.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", ""))
                .collect(Collectors.joining("_"));
        return rest.isEmpty() ? function : function + "_" + rest;
    }
}
