package dev.tachograph.cli;

import static dev.tachograph.cli.Table.Column.numbers;
import static dev.tachograph.cli.Table.Column.words;

import dev.tachograph.text.Printable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code /api/processes} as text: the host, its processes or groups of them, and what used the rest of its CPU time.
 *
 * @param by what stands in a row
 * @param most rows of groups; processes are limited in the answer
 */
record ProcessTable(JsonValue answer, ZoneId zone, Grouping by, int most) {
    private static final double USUAL_INTERVAL_SECONDS = 5;
    /** Fewer columns have no room for all that is told of a process. */
    private static final int WIDE = 130;

    private static final int UNIT_WIDTH = 16;
    private static final int USER_WIDTH = 8;

    private static final List<Table.Column> COLUMNS = List.of(
            numbers("PID"),
            words("USER"),
            numbers("CPU%"),
            numbers("RSS"),
            numbers("VIRT"),
            numbers("READ/s"),
            numbers("WRITE/s"),
            numbers("THR"),
            words("STATUS"),
            numbers("TIME+"),
            numbers("AGE"),
            words("UNIT"),
            words("COMMAND"));

    private static final List<Table.Column> NARROW = List.of(
            numbers("PID"),
            words("USER"),
            numbers("CPU%"),
            numbers("RSS"),
            numbers("I/O/s"),
            words("UNIT"),
            words("COMMAND"));

    /** A table of processes. */
    ProcessTable(JsonValue answer, ZoneId zone) {
        this(answer, zone, Grouping.PROCESS, Integer.MAX_VALUE);
    }

    String render(Paper paper) {
        var balance = new BalanceRows(answer);
        return Printable.clip(head(), paper.columns())
                + '\n'
                + new HostLines(answer).render(paper)
                + gap(paper)
                + (answer.get("processes").items().isEmpty() ? "" : rows(paper, balance))
                + new ExitLines(answer).render(paper);
    }

    private String rows(Paper paper, BalanceRows balance) {
        if (by != Grouping.PROCESS) {
            return new GroupTable(answer, by, most).render(paper, balance);
        }
        boolean isWide = paper.columns() >= WIDE;
        var table = new Table(isWide ? COLUMNS : NARROW);
        answer.get("processes").items().forEach(process -> table.row(isWide ? row(process) : narrowRow(process)));
        balance.ofProcesses().forEach(rest -> table.row(rest(rest, isWide ? COLUMNS : NARROW)));
        return table.render(paper);
    }

    /** The tick's; null where nothing was recorded. */
    @Nullable Instant timestamp() {
        return answer.get("timestamp").instant();
    }

    /** From one tick to the next, as far as the answer says. */
    Duration interval() {
        double seconds = answer.get("interval_seconds").number().orElse(USUAL_INTERVAL_SECONDS);
        return Duration.ofMillis(Math.round(Math.clamp(seconds, 0.25, 300) * 1000));
    }

    private String head() {
        @Nullable Instant timestamp = timestamp();
        @Nullable Instant at = timestamp == null ? answer.get("at").instant() : timestamp;
        String when = at == null ? "" : Figures.instant(at, zone) + " " + zone.getId() + "   ";
        OptionalDouble interval = answer.get("interval_seconds").number();
        return when + processes() + (timestamp == null || interval.isEmpty() ? "" : ", every " + Figures.age(interval));
    }

    private String processes() {
        OptionalDouble total = answer.get("total").number();
        String q = answer.get("q").textOr("");
        int shown = answer.get("processes").items().size();
        return Figures.count(total)
                + (total.orElse(0) == 1 ? " process" : " processes")
                + (q.isEmpty() ? "" : " matching '" + Printable.text(q) + "'")
                + (shown < total.orElse(0) ? ", the first " + shown + " by " + order() : "");
    }

    private String order() {
        String column = answer.get("sort").textOr("order");
        return switch (column) {
            case "cpu_usage" -> "CPU";
            case "mem_usage" -> "memory";
            case "io" -> "I/O";
            default -> Printable.text(column);
        };
    }

    private String gap(Paper paper) {
        JsonValue gap = answer.get("gap");
        if (gap.isNull()) {
            return "";
        }
        return paper.yellow("nothing was recorded at this time") + ": " + GapText.of(gap, zone) + '\n' + neighbours();
    }

    private String neighbours() {
        @Nullable Instant before = answer.get("previous").instant();
        @Nullable Instant after = answer.get("next").instant();
        String text = (before == null ? "" : "last tick before it: " + Figures.instant(before, zone) + "   ")
                + (after == null ? "" : "first tick after it: " + Figures.instant(after, zone));
        return text.isEmpty() ? "" : text.stripTrailing() + '\n';
    }

    private static String[] row(JsonValue process) {
        return new String[] {
            Figures.fixed(process.get("pid").number(), 0),
            user(process),
            Figures.fixed(process.get("cpu_usage").number(), 1),
            Figures.shortBytes(process.get("mem_usage").number()),
            Figures.shortBytes(process.get("virtual_memory").number()),
            Figures.shortBytes(process.get("read_rate").number()),
            Figures.shortBytes(process.get("write_rate").number()),
            Figures.fixed(process.get("threads").number(), 0),
            process.get("status").textOr(Figures.UNKNOWN),
            Figures.cpuTime(process.get("cpu_time").number()),
            Figures.age(process.get("runtime").number()),
            unit(process),
            command(process)
        };
    }

    private static String[] rest(JsonValue rest, List<Table.Column> columns) {
        var cells = new String[columns.size()];
        Arrays.fill(cells, "");
        cells[2] = Figures.fixed(rest.get("cpu_usage").number(), 1);
        cells[cells.length - 1] = rest.get(BalanceRows.REST).textOr("");
        return cells;
    }

    private static String[] narrowRow(JsonValue process) {
        return new String[] {
            Figures.fixed(process.get("pid").number(), 0),
            Printable.clip(Printable.text(user(process)), USER_WIDTH),
            Figures.fixed(process.get("cpu_usage").number(), 1),
            Figures.shortBytes(process.get("mem_usage").number()),
            Figures.shortBytes(io(process)),
            Printable.clip(Printable.text(unit(process)), UNIT_WIDTH),
            command(process)
        };
    }

    private static OptionalDouble io(JsonValue process) {
        OptionalDouble read = process.get("read_rate").number();
        OptionalDouble written = process.get("write_rate").number();
        return read.isEmpty() || written.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(read.getAsDouble() + written.getAsDouble());
    }

    private static String unit(JsonValue process) {
        return process.get("unit").textOr(process.get("container_name").textOr(Figures.UNKNOWN));
    }

    private static String user(JsonValue process) {
        return process.get("user").textOr(Figures.fixed(process.get("user_id").number(), 0));
    }

    /** The command line; where there is none (kernel threads, zombies) the name in brackets, as ps does. */
    private static String command(JsonValue process) {
        String commandLine = process.get("cmdline").textOr("");
        return commandLine.isEmpty() ? "[" + process.get("name").textOr(Figures.UNKNOWN) + "]" : commandLine;
    }
}
