package dev.tachograph.probe;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.Host;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.Moment;
import dev.tachograph.model.ProcessExit;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Measures what is heard of processes that end while a workload runs, what of their CPU time, and what hearing costs:
 * {@code MeasureExits LOOK_MILLIS COMMAND...}. The command prints its own pid first, and at last how many children it had and
 * the CPU time that they used by its own account (getrusage), in microseconds. Not a test.
 */
final class MeasureExits {

    private MeasureExits() {}

    private static String line(List<String> arguments) {
        return String.join(" ", arguments);
    }

    /** Runs it. */
    public static void main(String[] arguments) throws Exception {
        long lookMillis = Long.parseLong(arguments[0]);
        Path root = Path.of("/proc");
        try (ProcFs proc = ProcFs.open(root);
                UserNames users = UserNames.ofThisHost()) {
            var reader = new ProcessReader(
                    proc, users, MeasureExits::line, Host.pageBytes(), ContainerNames.ofThisHost(), _ -> null);
            try (var processes = new ProcessProbe(proc, reader, Duration.ofSeconds(5), Host.ticksPerSecond());
                    ExitProbe exits = ExitListener.start(root, users, MeasureExits::line, Host.ticksPerSecond())) {
                measure(processes, exits, lookMillis, List.of(arguments).subList(1, arguments.length));
            }
        }
    }

    private static void measure(ProcessProbe processes, ExitProbe exits, long lookMillis, List<String> command)
            throws Exception {
        var clocks = new Clocks();
        look(clocks, processes, exits);
        Process process = new ProcessBuilder(command).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        int pid = Integer.parseInt(out.readLine());
        List<ExitProbe.Ended> looks = new ArrayList<>();
        long begin = System.nanoTime();
        while (process.isAlive()) {
            Thread.sleep(lookMillis);
            looks.add(look(clocks, processes, exits));
        }
        looks.add(look(clocks, processes, exits));
        double seconds = (System.nanoTime() - begin) / 1e9;
        report(pid, seconds, looks, out.readLine());
    }

    private static ExitProbe.Ended look(Clocks clocks, ProcessProbe processes, ExitProbe exits) throws Exception {
        var now = new Moment(Instant.now(), clocks.boottimeNanos(), clocks.monotonicNanos());
        var _ = processes.look(now.boottimeNanos(), true);
        return exits.take(processes, now);
    }

    private static void report(int pid, double seconds, List<ExitProbe.Ended> looks, String truth) {
        List<ProcessExit> all =
                looks.stream().flatMap(look -> look.exits().stream()).toList();
        List<ProcessExit> children = all.stream()
                .filter(exit -> Objects.equals(exit.parentPid(), pid))
                .toList();
        String[] words = truth.split(" ", -1);
        double used = Double.parseDouble(words[1]);
        double told = sum(children);
        double cost = looks.stream().mapToLong(ExitProbe.Ended::costMicros).sum();
        System.out.printf(
                "%d of %s children told in %.1f s (%d ends in all); CPU %.0f ms of %.0f ms (%.1f %%); command lines %d, groups %d;"
                        + " cost %.0f ms, %.1f us per end; gaps %s%n",
                children.size(),
                words[0],
                seconds,
                all.size(),
                told / 1000,
                used / 1000,
                100 * told / used,
                children.stream().filter(exit -> exit.cmdline() != null).count(),
                children.stream().filter(exit -> exit.group().path() != null).count(),
                cost / 1000,
                all.isEmpty() ? 0 : cost / all.size(),
                looks.stream().flatMap(look -> look.lost().stream()).toList());
    }

    private static double sum(List<ProcessExit> exits) {
        return exits.stream()
                .mapToLong(exit -> exit.cpuMicros() == null ? 0 : exit.cpuMicros())
                .sum();
    }
}
