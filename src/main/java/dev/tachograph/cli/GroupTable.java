package dev.tachograph.cli;

import static dev.tachograph.cli.Table.Column.numbers;
import static dev.tachograph.cli.Table.Column.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Processes of one answer in groups, those that ended in the interval with them. */
record GroupTable(JsonValue answer, Grouping by, int most) {

    /** The sums of one group. */
    private static final class Group {
        private final String value;
        private int processes;
        private double exits;
        private double cpu;
        private double memory;
        private double read;
        private double written;

        private Group(String value) {
            this.value = value;
        }

        private void add(JsonValue process, double share) {
            processes++;
            cpu += share;
            memory += process.get("mem_usage").number().orElse(0);
            read += process.get("read_rate").number().orElse(0);
            written += process.get("write_rate").number().orElse(0);
        }

        private String[] row() {
            return new String[] {
                Integer.toString(processes),
                exits == 0 ? "" : Figures.count(OptionalDouble.of(exits)),
                Figures.fixed(OptionalDouble.of(cpu), 1),
                Figures.shortBytes(OptionalDouble.of(memory)),
                Figures.shortBytes(OptionalDouble.of(read)),
                Figures.shortBytes(OptionalDouble.of(written)),
                value
            };
        }
    }

    String render(Paper paper, BalanceRows balance) {
        Map<String, Group> groups = new LinkedHashMap<>();
        for (JsonValue process : answer.get("processes").items()) {
            groups.computeIfAbsent(by.of(process), Group::new).add(process, BalanceRows.share(answer, process));
        }
        double exited = 0;
        // words filter processes, but not those that ended: these would stand in groups that nobody asked for
        boolean isAll = answer.get("q").textOr("").isEmpty();
        for (JsonValue exits : isAll ? answer.get("exits").items() : List.<JsonValue>of()) {
            Group group = groups.computeIfAbsent(exits.get("value").textOr(Figures.UNKNOWN), Group::new);
            double cpu = exits.get("cpu_usage").number().orElse(0);
            group.exits += exits.get("count").number().orElse(0);
            group.cpu += cpu;
            exited += cpu;
        }
        List<Group> sorted = new ArrayList<>(groups.values());
        sorted.sort(order());
        var table = new Table(columns());
        sorted.stream().limit(most).forEach(group -> table.row(group.row()));
        others(sorted, table);
        balance.ofGroups(exited).forEach(rest -> table.row(rest(rest)));
        return table.render(paper);
    }

    private void others(List<Group> sorted, Table table) {
        if (sorted.size() > most) {
            var others = new Group("(%d other groups)".formatted(sorted.size() - most));
            for (Group group : sorted.subList(most, sorted.size())) {
                others.processes += group.processes;
                others.exits += group.exits;
                others.cpu += group.cpu;
                others.memory += group.memory;
                others.read += group.read;
                others.written += group.written;
            }
            table.row(others.row());
        }
    }

    private Comparator<Group> order() {
        Comparator<Group> order = switch (answer.get("sort").textOr("")) {
            case "mem_usage" -> Comparator.comparingDouble(group -> group.memory);
            case "io" -> Comparator.comparingDouble(group -> group.read + group.written);
            default -> Comparator.comparingDouble(group -> group.cpu);
        };
        return order.reversed().thenComparing(group -> group.value);
    }

    private List<Table.Column> columns() {
        return List.of(
                numbers("PROCESSES"),
                numbers("ENDED"),
                numbers("CPU%"),
                numbers("RSS"),
                numbers("READ/s"),
                numbers("WRITE/s"),
                words(by.name().toUpperCase(Locale.ROOT)));
    }

    private static String[] rest(JsonValue rest) {
        return new String[] {
            "",
            "",
            Figures.fixed(rest.get("cpu_usage").number(), 1),
            "",
            "",
            "",
            rest.get(BalanceRows.REST).textOr("")
        };
    }
}
