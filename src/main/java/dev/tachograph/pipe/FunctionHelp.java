package dev.tachograph.pipe;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A function of one row, as the schema and complaints tell of it.
 *
 * @param syntax how it is written
 * @param help what it gives
 * @param least arguments it takes
 * @param most arguments it takes
 */
public record FunctionHelp(String name, String syntax, String help, int least, int most) {
    private static final int ANY = 100;
    private static final List<FunctionHelp> ALL = List.of(
            of("if", "if(condition, yes, no)", "one value or the other", 3, 3),
            of("case", "case(condition, value, …, otherwise)", "the value of the first condition that holds", 2, ANY),
            of("coalesce", "coalesce(a, b, …)", "the first one that is known", 1, ANY),
            of("nullif", "nullif(a, b)", "a, unless it is b", 2, 2),
            of("isnull", "isnull(x)", "whether it is not known", 1, 1),
            of("isnotnull", "isnotnull(x)", "whether it is known", 1, 1),
            of("lower", "lower(text)", "in small letters", 1, 1),
            of("upper", "upper(text)", "in capitals", 1, 1),
            of("len", "len(text)", "how many characters", 1, 1),
            of("substr", "substr(text, begin, count)", "a part; the first character is 1, -1 the last", 2, 3),
            of(
                    "replace",
                    "replace(text, \"regex\", \"by\")",
                    "every match of a regular expression by something else",
                    3,
                    3),
            of(
                    "extract",
                    "extract(text, \"regex\", group)",
                    "what a regular expression finds, or one of its groups",
                    2,
                    3),
            of(
                    "match",
                    "match(text, \"regex\")",
                    "whether a regular expression finds something; also text ~ \"regex\"",
                    2,
                    2),
            of("contains", "contains(text, part)", "whether a text has another in it, letter for letter", 2, 2),
            of("startswith", "startswith(text, part)", "whether it begins so", 2, 2),
            of("endswith", "endswith(text, part)", "whether it ends so", 2, 2),
            of("trim", "trim(text)", "without blanks at its ends", 1, 1),
            of("concat", "concat(a, b, …)", "texts put together; what is not known is left out", 1, ANY),
            of("split", "split(text, \",\")", "a list of parts", 2, 2),
            of("item", "item(list, 1)", "one of a list; the first is 1, -1 the last", 2, 2),
            of("mvcount", "mvcount(list)", "how many there are in a list", 1, 1),
            of("json", "json(text, \"a.b\")", "a member of a text that is JSON; null where it is none", 2, 2),
            of("round", "round(x, digits)", "rounded", 1, 2),
            of("floor", "floor(x)", "rounded down", 1, 1),
            of("ceil", "ceil(x)", "rounded up", 1, 1),
            of("abs", "abs(x)", "without its sign", 1, 1),
            of("sqrt", "sqrt(x)", "square root; null of a negative number", 1, 1),
            of("pow", "pow(x, y)", "x to the power of y", 2, 2),
            of("exp", "exp(x)", "e to the power of x", 1, 1),
            of("ln", "ln(x)", "natural logarithm; null of what has none", 1, 1),
            of("log", "log(x)", "logarithm to base 10; null of what has none", 1, 1),
            of("min", "min(a, b, …)", "the least", 1, ANY),
            of("max", "max(a, b, …)", "the greatest", 1, ANY),
            of("tonumber", "tonumber(text)", "the number that a text is; null where it is none", 1, 1),
            of("tostring", "tostring(x)", "as a text", 1, 1),
            of("now", "now()", "the time of the question", 0, 0),
            of("time", "time(\"2026-11-23 03:12\")", "the time that a text is", 1, 1),
            of("bin", "bin(x, 5m)", "a time or number rounded down to a multiple", 2, 2),
            of("strftime", "strftime(time, \"%H:%M\")", "a time as a text", 2, 2),
            of("hour", "hour(time)", "0 to 23", 1, 1),
            of("minute", "minute(time)", "0 to 59", 1, 1),
            of("weekday", "weekday(time)", "1 Monday to 7 Sunday", 1, 1),
            of("date", "date(time)", "the day, such as 2026-11-23", 1, 1),
            of("epoch", "epoch(time)", "seconds since 1970", 1, 1));

    private static FunctionHelp of(String name, String syntax, String help, int least, int most) {
        return new FunctionHelp(name, syntax, help, least, most);
    }

    /** All of them. */
    public static List<FunctionHelp> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(FunctionHelp::name).collect(Collectors.toList());
    }
}
