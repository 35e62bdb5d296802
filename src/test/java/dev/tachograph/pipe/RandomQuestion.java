package dev.tachograph.pipe;

import java.util.List;
import java.util.random.RandomGenerator;

/** Questions that make sense, with texts and names that would like to be something else. */
final class RandomQuestion {
    static final List<String> HOSTILE = List.of(
            "a",
            "'",
            "''",
            "\"",
            "\\",
            "\\'",
            "; DROP TABLE x; --",
            "' OR 1=1 --",
            "\n SELECT 1",
            "\r\n; SELECT 2",
            "/*",
            "*/",
            "--",
            "$1",
            "?",
            "%",
            "_",
            "|",
            "`",
            "\u0000",
            "\u001b[31m",
            "\u2028",
            "é😀",
            "(SELECT 1)",
            "read_text('/etc/passwd')",
            "{}",
            ":x",
            "a' || 'b");
    private static final List<String> NUMBERS = List.of("cpu_usage", "mem_usage", "pid", "runtime");
    private static final List<String> TEXTS = List.of("name", "cmdline", "unit", "user");

    private final RandomGenerator random;

    RandomQuestion(RandomGenerator random) {
        this.random = random;
    }

    String next() {
        return random.nextBoolean() ? ofProcesses() : ofLogs();
    }

    private String ofProcesses() {
        var text = new StringBuilder("processes: ");
        text.append(one(List.of(
                "",
                quoted(),
                "-" + quoted(),
                "name=" + quoted(),
                "name!=" + quoted() + " cpu_usage>5",
                "(unit=a* OR unit=" + quoted() + ") mem_usage>=10MB",
                "NOT (name=/a+/ runtime<1h)")));
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(" | ").append(keeping());
        }
        return text.append(" | ").append(last()).toString();
    }

    private String ofLogs() {
        return "%s | %s | %s"
                .formatted(
                        one(List.of(
                                "",
                                "error",
                                quoted(),
                                "unit:" + quoted(),
                                "-" + quoted() + " level:err+",
                                "FOO:" + quoted())),
                        one(List.of(
                                "where message = " + quoted(),
                                "where fields.x is null",
                                "search " + quoted(),
                                "eval a = " + quoted() + " + message",
                                "dedup unit",
                                "head 5",
                                "context 1",
                                "rex \"(?<a>[a-z]+) (?<b>b)\"",
                                "join processes")),
                        one(List.of(
                                "stats count by unit",
                                "timechart span=1h count by unit",
                                "top 3 message by level",
                                "fields timestamp, `message`, FOO",
                                "fields - message",
                                "sort -level, +timestamp",
                                "tail 3")));
    }

    private String keeping() {
        return one(List.of(
                "where " + condition(2),
                "eval x = " + number(2),
                "eval " + name() + " = " + quoted(),
                "eval name = lower(name), y = len(name)",
                "sort -cpu_usage, name",
                "sort 5 pid",
                "head 10",
                "tail 10",
                "reverse",
                "dedup 2 name sortby -pid",
                "rename cmdline as " + name() + " | eval cmdline = user",
                "fillnull value=" + quoted() + " user",
                "fillnull",
                "bin timestamp span=5m as t",
                "search " + quoted() + " pid>5"));
    }

    private String last() {
        return one(List.of(
                "stats count, avg(cpu_usage) as " + name() + " by pid",
                "stats sum(" + number(1) + ") if (" + condition(1) + "), values(user) by name, timestamp span=1h",
                "timechart span=2h limit=2 max(cpu_usage), count by name",
                "timechart p95(mem_usage)",
                "top 5 name by unit",
                "rare pid",
                "fields timestamp, name, pid",
                "fields - cmdline",
                "eval " + name() + " = " + quoted() + " | stats count by pid | rename pid as " + name()));
    }

    private String condition(int depth) {
        if (depth == 0) {
            return one(TEXTS) + one(List.of(" = ", " != ", " like ", " < ")) + quoted();
        }
        return one(List.of(
                condition(depth - 1) + " and " + condition(depth - 1),
                "not (" + condition(depth - 1) + " or " + condition(depth - 1) + ")",
                number(depth - 1) + one(List.of(" < ", " >= ", " = ")) + number(depth - 1),
                one(TEXTS) + " in (" + quoted() + ", " + quoted() + ")",
                one(TEXTS) + " is not null",
                one(TEXTS) + " ~ \"[a-z]+\""));
    }

    private String number(int depth) {
        if (depth == 0) {
            return one(List.of("5", "1.5", "10MB", "1h", "-3", one(NUMBERS)));
        }
        return one(List.of(
                number(depth - 1) + one(List.of(" + ", " - ", " * ", " / ", " % ")) + number(depth - 1),
                "(" + number(depth - 1) + " + " + number(depth - 1) + ") * " + number(depth - 1),
                "round(" + number(depth - 1) + ", 2)",
                "if(" + condition(0) + ", " + number(depth - 1) + ", 0)",
                "coalesce(" + one(NUMBERS) + ", " + number(depth - 1) + ")",
                "len(" + one(TEXTS) + ")"));
    }

    /** A name for a new column, in backticks. */
    private String name() {
        return PipeText.quoted(one(HOSTILE).replaceAll("\\p{Cntrl}", "") + "n", '`');
    }

    private String quoted() {
        return PipeText.quoted(one(HOSTILE), '"');
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
