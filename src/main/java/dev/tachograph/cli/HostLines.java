package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.util.OptionalDouble;

/** The host's main figures, a line for each kind; nothing where none are known. */
record HostLines(JsonValue answer) {

    String render(Paper paper) {
        JsonValue host = answer.get("host");
        if (host.isNull()) {
            return "";
        }
        return line(paper, cpu(host)) + line(paper, memory(host)) + line(paper, waits(host));
    }

    private static String line(Paper paper, String text) {
        return text.isEmpty() ? "" : Printable.clip(text, paper.columns()) + '\n';
    }

    private String cpu(JsonValue host) {
        OptionalDouble busy = answer.get("balance").get("host_busy").number();
        OptionalDouble cpus = host.get("cpus").number();
        String of = cpus.isEmpty() ? "" : " of " + Figures.fixed(OptionalDouble.of(cpus.getAsDouble() * 100), 0) + "%";
        return "CPU " + percent(busy) + of + ", I/O wait "
                + percent(host.get("iowait").number()) + ", steal "
                + percent(host.get("steal").number()) + "   load "
                + load(host.get("load1")) + " " + load(host.get("load5")) + " " + load(host.get("load15"));
    }

    private static String memory(JsonValue host) {
        OptionalDouble total = host.get("memory_total").number();
        if (total.isEmpty()) {
            return "";
        }
        OptionalDouble swap = host.get("swap_total").number();
        return "memory "
                + Figures.bytes(minus(total, host.get("memory_available").number())) + " of "
                + Figures.bytes(total) + " used"
                + (swap.orElse(0) == 0
                        ? ""
                        : ", swap "
                                + Figures.bytes(
                                        minus(swap, host.get("swap_free").number())) + " of " + Figures.bytes(swap));
    }

    private static String waits(JsonValue host) {
        OptionalDouble cpu = host.get("cpu_pressure").number();
        OptionalDouble memory = host.get("memory_pressure").number();
        OptionalDouble io = host.get("io_pressure").number();
        return cpu.isEmpty() && memory.isEmpty() && io.isEmpty()
                ? ""
                : "some thread waited for CPU " + percent(cpu) + ", memory " + percent(memory) + ", I/O " + percent(io)
                        + " of the time";
    }

    private static OptionalDouble minus(OptionalDouble whole, OptionalDouble part) {
        return whole.isEmpty() || part.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(whole.getAsDouble() - part.getAsDouble());
    }

    private static String load(JsonValue value) {
        return Figures.fixed(value.number(), 2);
    }

    private static String percent(OptionalDouble value) {
        String text = Figures.fixed(value, 1);
        return value.isEmpty() ? text : text + "%";
    }
}
