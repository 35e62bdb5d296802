package dev.tachograph.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a history takes on the disk and how long questions to it take, beside a flat table of the same data. */
final class StoreBench {
    private final Options options;
    private final Report report;

    StoreBench(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        report.title("Store: a long history, its size and its answers");
        Path work = Files.createTempDirectory("tachograph-bench-");
        try {
            @Nullable Path given = options.directory();
            Path directory = given == null ? simulate(work.resolve("data")) : given;
            long stalled = Machine.stalledMicros();
            long began = System.nanoTime();
            report.say("%s", ask(directory, work.resolve("flat.duckdb")));
            report.say("%s.", Machine.pressure(stalled, System.nanoTime() - began));
        } finally {
            Folders.remove(work);
        }
    }

    private Path simulate(Path directory) throws IOException {
        Benchmarks.progress(
                "store: a history of %d days and %d processes …", options.days(), Options.RECORDED_PROCESSES);
        long began = System.nanoTime();
        Contestant.Look look = new OneShot(
                        "simulate",
                        options.tool("cost"),
                        List.of(
                                options.home().resolve("tachograph").toString(),
                                "simulate",
                                "--days",
                                Integer.toString(options.days()),
                                "--processes",
                                Integer.toString(Options.RECORDED_PROCESSES),
                                "--incident",
                                "--only",
                                "processes",
                                "--data-dir",
                                directory.toString()))
                .look();
        report.say(
                "`tachograph simulate --days %d --processes %d --only processes`: %.0f s, %.0f s of CPU.",
                options.days(), Options.RECORDED_PROCESSES, (System.nanoTime() - began) / 1e9, look.cpuNanos() / 1e9);
        return directory;
    }

    /** In a JVM of its own with the recorder's options: what is measured is what ships. */
    private String ask(Path directory, Path flat) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.add("@" + options.jvmOptions());
        command.add("-Djava.library.path=" + options.home().resolve("bench/target/native"));
        command.add("-Dtachograph.driver=" + options.home().resolve("target/app/driver/duckdb_jdbc.jar"));
        command.addAll(List.of(
                "-cp",
                options.home().resolve("target/app/lib") + "/*" + File.pathSeparator
                        + options.home().resolve("bench/target/classes"),
                StoreWorker.class.getName(),
                directory.toAbsolutePath().toString(),
                Integer.toString(options.answers()),
                flat.toString(),
                Integer.toString(options.flatDays())));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the store could not be asked");
        }
        return text;
    }
}
