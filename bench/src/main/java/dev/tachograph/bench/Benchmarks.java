package dev.tachograph.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the benchmarks that are named, or all, and prints and keeps the report. */
final class Benchmarks {
    private static final List<String> ALL = List.of("snapshot", "recorder", "store");

    private Benchmarks() {}

    /** The first argument is the checkout; the others name benchmarks. */
    static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> all = List.of(arguments);
        List<String> wanted = all.size() < 2 ? ALL : all.subList(1, all.size());
        for (String name : wanted) {
            if (!ALL.contains(name)) {
                System.err.println("there is no benchmark '%s'; there are %s".formatted(name, String.join(", ", ALL)));
                System.exit(2);
            }
        }
        try {
            Options options = Options.ofEnvironment(Path.of(all.getFirst()));
            run(options, wanted);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void run(Options options, List<String> wanted) throws IOException, InterruptedException {
        var report = new Report();
        Machine.describe(report);
        if (wanted.contains("snapshot")) {
            new SnapshotBench(options, report).run();
        }
        if (wanted.contains("recorder")) {
            new RecorderBench(options, report).run();
        }
        if (wanted.contains("store")) {
            new StoreBench(options, report).run();
        }
        System.out.println(report);
        Path kept = options.home().resolve("bench/target/report.md");
        Files.writeString(kept, report.toString());
        System.err.println("also in " + kept);
    }

    /** A line about what happens, for whoever waits. */
    static void progress(String format, Object... arguments) {
        System.err.println(format.formatted(arguments));
    }
}
