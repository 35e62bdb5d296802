package dev.tachograph.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The CPU time that no process in the table used, in rows like those of processes: others, those that ended, interrupts, what
 * nothing accounts for, and the sum of all. Only where all processes were asked for, since otherwise they do not add up.
 */
record BalanceRows(JsonValue answer) {
    /** The member that says what such a row is. */
    static final String REST = "rest";

    /** Seconds: the kernel tells the begin of a process to a hundredth. */
    private static final double SHORTEST_LIFE = 0.01;

    private boolean isAll() {
        return answer.get("q").textOr("").isEmpty()
                && answer.get("balance").get("host_busy").number().isPresent();
    }

    private OptionalDouble part(String name) {
        return answer.get("balance").get(name).number();
    }

    /** Below a table of processes, which may be the first ones only. */
    List<JsonValue> ofProcesses() {
        if (!isAll()) {
            return List.of();
        }
        List<JsonValue> rows = new ArrayList<>(others());
        rows.add(row("(exited processes)", part("exited")));
        rows.addAll(tail());
        return rows;
    }

    /**
     * Below a table of groups.
     *
     * @param inGroups percent of one core that ended processes used and that stands in the groups
     */
    List<JsonValue> ofGroups(double inGroups) {
        if (!isAll()) {
            return List.of();
        }
        List<JsonValue> rows = new ArrayList<>(others());
        rows.add(row("(other exited processes)", minus(part("exited"), inGroups)));
        rows.addAll(tail());
        return rows;
    }

    /** Those that are not in the answer. */
    private List<JsonValue> others() {
        int shown = answer.get("processes").items().size();
        long others = Math.round(answer.get("total").number().orElse(shown)) - shown;
        return others <= 0
                ? List.of()
                : List.of(row("(" + others + " other processes)", minus(part("attributed"), shownCpu())));
    }

    private List<JsonValue> tail() {
        return List.of(
                row("(interrupts)", part("interrupt")),
                row("(unattributed)", part("unattributed")),
                row("(all CPUs)", part("host_busy")));
    }

    private double shownCpu() {
        return answer.get("processes").items().stream()
                .mapToDouble(process -> share(answer, process))
                .sum();
    }

    /** Percent of one core over the whole interval; what is shown of a process counts from its start, if that is later. */
    static double share(JsonValue answer, JsonValue process) {
        double usage = process.get("cpu_usage").number().orElse(0);
        double interval = answer.get("interval_seconds").number().orElse(0);
        double runtime = process.get("runtime").number().orElse(interval);
        return interval <= 0 || runtime >= interval ? usage : usage * Math.max(runtime, SHORTEST_LIFE) / interval;
    }

    private static OptionalDouble minus(OptionalDouble whole, double part) {
        return whole.isEmpty() ? whole : OptionalDouble.of(whole.getAsDouble() - part);
    }

    private static JsonValue row(String rest, OptionalDouble cpu) {
        JsonValue usage = cpu.isEmpty() ? JsonValue.Constant.NULL : new JsonValue.Numeral(cpu.getAsDouble());
        return new JsonValue.Members(Map.of(REST, new JsonValue.Text(rest), "cpu_usage", usage));
    }
}
