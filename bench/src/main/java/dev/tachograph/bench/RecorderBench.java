package dev.tachograph.bench;

import dev.tachograph.linux.ProcFs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the whole recorder costs while it records every second, and how long it takes to begin. */
final class RecorderBench {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final Duration SETTLING = Duration.ofSeconds(20);
    private static final int STARTS = 5;
    /** With one tick a minute, the newest commit is the first one for long enough to ask for it. */
    private static final Duration ONE_TICK = Duration.ofSeconds(60);

    private static final int PAGE_HEALTH_TICKS = 5;
    private static final double MEGABYTE = 1e6;

    private final Options options;
    private final Report report;

    RecorderBench(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException, InterruptedException {
        report.title("Recorder: ./tachograph up --interval 1s beside %d started processes"
                .formatted(Options.RECORDED_PROCESSES));
        try (Sleepers _ = Sleepers.start(options.tool("sleeper"), Options.RECORDED_PROCESSES, options.awakePercent());
                ProcFs proc = ProcFs.open(Path.of("/proc"))) {
            startUp(proc);
            steady(proc);
        }
    }

    private void startUp(ProcFs proc) throws IOException, InterruptedException {
        Benchmarks.progress("recorder: %d starts …", STARTS);
        long[] looked = new long[STARTS];
        long[] committed = new long[STARTS];
        long[] cpu = new long[STARTS];
        for (int start = 0; start < STARTS; start++) {
            try (RunningRecorder recorder = RunningRecorder.start(options.home(), ONE_TICK)) {
                JsonFigures health = recorder.health();
                while (!health.has("last_commit.timestamp")) {
                    Thread.sleep(20);
                    health = recorder.health();
                }
                cpu[start] = proc.cpuNanos(recorder.pid());
                looked[start] = since(recorder, health.text("types.processes.newest"));
                committed[start] = since(recorder, health.text("last_commit.timestamp"))
                        + (long) (health.real("last_commit.duration_ms") * 1e6);
            }
        }
        List<List<String>> rows = List.of(
                millis("first look, ms after the start of the launcher", Medians.of(looked)),
                millis("first tick committed, ms after the start", Medians.of(committed)),
                millis("CPU until the first tick is committed and served, ms", Medians.of(cpu)));
        report.say("Median of %d starts with a new data directory:\n", STARTS);
        report.table(List.of("start", "median", "least", "most"), rows);
    }

    private static long since(RunningRecorder recorder, String timestamp) {
        return Duration.between(recorder.started(), Instant.parse(timestamp)).toNanos();
    }

    private static List<String> millis(String name, Medians figures) {
        return List.of(
                name,
                "%.0f".formatted(figures.median() / 1e6),
                "%.0f".formatted(figures.sorted()[0] / 1e6),
                "%.0f".formatted(figures.sorted()[figures.sorted().length - 1] / 1e6));
    }

    private void steady(ProcFs proc) throws IOException, InterruptedException {
        Benchmarks.progress("recorder: %d s …", options.recordFor().toSeconds());
        try (RunningRecorder recorder = RunningRecorder.start(options.home(), INTERVAL)) {
            long due = System.nanoTime();
            pass(recorder, due, SETTLING);
            JsonFigures healthBefore = recorder.health();
            ProcessCost before = ProcessCost.of(proc, recorder.pid());
            long stalled = Machine.stalledMicros();
            pass(recorder, due + SETTLING.toNanos(), options.recordFor().minus(SETTLING));
            ProcessCost after = ProcessCost.of(proc, recorder.pid());
            String pressure = Machine.pressure(stalled, after.atNanos() - before.atNanos());
            Memory memory = Memory.of(recorder.pid());
            JsonFigures health = recorder.health();
            int processes = proc.pids().length;
            report.say(
                    "%d s, of which the first %d are not in the cost; %d processes at the end; %s; %s.\n",
                    options.recordFor().toSeconds(),
                    SETTLING.toSeconds(),
                    processes,
                    options.page() ? "a client polled what the page shows" : "no client",
                    pressure);
            report.table(List.of("recorder", ""), rows(before, after, healthBefore, health, memory));
        }
    }

    /** Lets time pass; where the page is wanted, asks for what it shows as often as it does. */
    private void pass(RunningRecorder recorder, long from, Duration time) throws IOException, InterruptedException {
        long seconds = time.toSeconds();
        for (long second = 1; second <= seconds; second++) {
            if (options.page()) {
                recorder.fetch("api/processes");
                if (second % PAGE_HEALTH_TICKS == 0) {
                    recorder.fetch("api/storage/health");
                }
            }
            Thread.sleep(Math.max(0, from + Duration.ofSeconds(second).toNanos() - System.nanoTime()) / 1_000_000);
        }
    }

    private static List<List<String>> rows(
            ProcessCost before, ProcessCost after, JsonFigures healthBefore, JsonFigures health, Memory memory) {
        double seconds = (after.atNanos() - before.atNanos()) / 1e9;
        double ticks = health.number("recording.ticks_committed") - healthBefore.number("recording.ticks_committed");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "ticks planned / committed / missed / dropped",
                "%d / %d / %d / %d"
                        .formatted(
                                health.number("recording.ticks_planned"),
                                health.number("recording.ticks_committed"),
                                health.number("recording.ticks_missed"),
                                health.number("recording.ticks_dropped"))));
        double cpuMillis = (after.cpuNanos() - before.cpuNanos()) / 1e6;
        rows.add(List.of("CPU, % of one core", Report.figure(cpuMillis / seconds / 10)));
        rows.add(List.of("CPU per tick, ms", Report.figure(cpuMillis / ticks)));
        Map<String, Long> threads = new TreeMap<>(after.threadMillis());
        before.threadMillis().forEach((name, millis) -> threads.merge(name, -millis, Long::sum));
        threads.forEach((name, millis) ->
                rows.add(List.of("  of it: " + name + ", % of one core", Report.figure(millis / seconds / 10))));
        rows.add(List.of("RSS at the end, MB", megabytes(memory.residentBytes())));
        rows.add(List.of("  of it: the process's own (anonymous)", megabytes(memory.anonymousBytes())));
        rows.add(List.of("  of it: mapped files", megabytes(memory.residentBytes() - memory.anonymousBytes())));
        rows.add(List.of("RSS at its peak, MB", megabytes(memory.peakBytes())));
        rows.add(List.of("threads", Long.toString(memory.threads())));
        rows.add(List.of(
                "bytes written to disk per tick",
                "%.0f".formatted((after.writtenBytes() - before.writtenBytes()) / ticks)));
        rows.add(List.of(
                "rows stored per tick",
                Report.figure((health.number("types.processes.rows") - healthBefore.number("types.processes.rows"))
                        / ticks)));
        return rows;
    }

    private static String megabytes(long bytes) {
        return "%.1f".formatted(bytes / MEGABYTE);
    }

    /** Where a process's memory is. */
    private record Memory(long residentBytes, long anonymousBytes, long peakBytes, long threads) {
        private static final long KILO = 1024;

        static Memory of(int pid) throws IOException {
            return new Memory(
                    ProcessCost.kilobytes(pid, "smaps_rollup", "Rss") * KILO,
                    ProcessCost.kilobytes(pid, "smaps_rollup", "Anonymous") * KILO,
                    ProcessCost.kilobytes(pid, "status", "VmHWM") * KILO,
                    ProcessCost.threadCount(pid));
        }
    }
}
