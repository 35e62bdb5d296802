package dev.tachograph.pipe;

import java.util.List;

/**
 * A command, as the schema and complaints tell of it.
 *
 * @param syntax how it is written
 * @param help what it does
 */
public record CommandHelp(String name, String syntax, String help) {
    private static final List<CommandHelp> ALL = List.of(
            of("where", "where CONDITION", "keeps rows for which it holds"),
            of("search", "search TERMS", "keeps rows that a search finds"),
            of("eval", "eval NAME = VALUE [, …]", "adds columns, or replaces them"),
            of(
                    "stats",
                    "stats FUNCTION(x) [if (CONDITION)] [as NAME] [, …] [by COLUMN [span=1m] …]",
                    "one row per group"),
            of(
                    "timechart",
                    "timechart [span=1m] [limit=10] FUNCTION(x) [, …] [by COLUMN]",
                    "figures over time, empty bins too"),
            of("top", "top [10] COLUMN … [by COLUMN …]", "the most frequent values, with count and percent"),
            of("rare", "rare [10] COLUMN … [by COLUMN …]", "the rarest values"),
            of("dedup", "dedup [1] COLUMN … [sortby -COLUMN …]", "the first rows of each value"),
            of("sort", "sort [100] -COLUMN +COLUMN …", "another order; - is largest first"),
            of("head", "head [10]", "the first rows"),
            of("tail", "tail [10]", "the last rows"),
            of("reverse", "reverse", "the opposite order"),
            of("fields", "fields COLUMN … | fields - COLUMN …", "only these columns, or all but these"),
            of("rename", "rename COLUMN as NAME [, …]", "other names"),
            of("rex", "rex [field=message] \"(?<NAME>…)\"", "columns from the named groups of a regular expression"),
            of("bin", "bin COLUMN span=5m [as NAME]", "rounds times or numbers down to a multiple"),
            of("fillnull", "fillnull [value=0] [COLUMN …]", "a value in place of what is not known"),
            of(
                    "context",
                    "context 5 | context before=2 after=8",
                    "the lines around each line, of the same source and unit"),
            of("join", "join processes", "adds what is known of the process that a row tells of, as process_…"));

    private static CommandHelp of(String name, String syntax, String help) {
        return new CommandHelp(name, syntax, help);
    }

    /** All of them. */
    public static List<CommandHelp> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(CommandHelp::name).toList();
    }

    /** How a command is written, for complaints. */
    static String syntax(String name) {
        return ALL.stream()
                .filter(command -> command.name.equals(name))
                .findFirst()
                .map(command -> "it is written: " + command.syntax)
                .orElseThrow();
    }
}
