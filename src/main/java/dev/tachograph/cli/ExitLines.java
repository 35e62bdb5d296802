package dev.tachograph.cli;

import static dev.tachograph.cli.Table.Column.numbers;
import static dev.tachograph.cli.Table.Column.words;

import java.util.List;
import java.util.OptionalDouble;

/** What ended in the interval of a process table, in groups; nothing where nothing did. */
record ExitLines(JsonValue answer) {
    private static final int MOST = 5;
    private static final List<Table.Column> COLUMNS = List.of(
            numbers("ENDED"),
            numbers("FAILED"),
            numbers("CPU%"),
            numbers("CPU TIME"),
            numbers("PEAK RSS"),
            words("WHAT"));

    String render(Paper paper) {
        List<JsonValue> groups = answer.get("exits").items();
        if (groups.isEmpty()) {
            return "";
        }
        var table = new Table(COLUMNS);
        groups.stream().limit(MOST).forEach(group -> table.row(row(group)));
        int more = groups.size() - MOST;
        return '\n' + table.render(paper) + (more > 0 ? "and " + more + " more" + '\n' : "");
    }

    private static String[] row(JsonValue group) {
        return new String[] {
            Figures.count(group.get("count").number()),
            failed(group.get("failed").number()),
            Figures.fixed(group.get("cpu_usage").number(), 1),
            Figures.cpuTime(group.get("cpu_time").number()),
            Figures.shortBytes(group.get("peak_mem_usage").number()),
            group.get("value").textOr(Figures.UNKNOWN)
        };
    }

    private static String failed(OptionalDouble count) {
        return count.orElse(0) == 0 ? "" : Figures.count(count);
    }
}
