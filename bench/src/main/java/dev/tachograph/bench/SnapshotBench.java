package dev.tachograph.bench;

import dev.tachograph.linux.ProcFs;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What one look at all processes costs, beside other programs that look at all processes. All of them take turns in every
 * round of one run, so that a busy moment of the machine hits all alike; a round begins every second where it can.
 */
final class SnapshotBench {
    private static final Duration PACE = Duration.ofSeconds(1);
    private static final int WARM_UP_ROUNDS = 5;
    private static final int WARM_UP_LOOKS = 60;
    private static final int HOT_LOOKS = 40;

    private final Options options;
    private final Report report;

    SnapshotBench(Options options, Report report) {
        this.options = options;
        this.report = report;
    }

    void run() throws IOException {
        report.title("Snapshot: one look at all processes, CPU ms");
        report.say(
                "Median of %d looks, one per second and program, all programs in turn (10 %% and 90 %% of the looks within).",
                options.rounds());
        report.say(
                "%d %% of the started processes wake up once a second for 1 ms. `hot`: mean of %d looks without a pause.",
                options.awakePercent(), HOT_LOOKS);
        report.say("`process`: the whole process with its JIT compiler and garbage collector, mean per look.");
        report.say("`first`: the first look, class loading and all.\n");
        for (int size : options.sizes()) {
            Benchmarks.progress("snapshot: %d processes …", size);
            try (Sleepers _ = Sleepers.start(options.tool("sleeper"), size, options.awakePercent())) {
                measure(size);
            }
        }
    }

    private void measure(int size) throws IOException {
        List<Contestant> contestants = contestants();
        try (ProcFs proc = ProcFs.open(Path.of("/proc"))) {
            List<Course> courses = new ArrayList<>();
            for (Contestant contestant : contestants) {
                courses.add(new Course(
                        contestant, options.rounds(), contestant.look().cpuNanos()));
            }
            warmUp(contestants);
            long stalled = Machine.stalledMicros();
            long began = System.nanoTime();
            courses.forEach(course -> course.begin(proc));
            race(courses);
            courses.forEach(course -> course.end(proc));
            String pressure = Machine.pressure(stalled, System.nanoTime() - began);
            double seconds = (System.nanoTime() - began) / 1e9 / options.rounds();
            for (Course course : courses) {
                course.hot();
            }
            int present =
                    courses.stream().mapToInt(course -> course.processes).max().orElse(0);
            report.say("### %d processes (%d of them started here)\n", present, size);
            table(courses);
            report.say("A round every %.2f s; %s.\n", seconds, pressure);
        } finally {
            contestants.forEach(Contestant::close);
        }
    }

    private List<Contestant> contestants() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        String app = options.home().resolve("target/app/lib") + "/*";
        String bench = options.home().resolve("bench/target/classes").toString();
        String oshi = options.home().resolve("bench/target/lib") + "/*";
        String cost = options.tool("cost").toString();
        String readstat = options.tool("readstat").toString();
        return List.of(
                Worker.start(
                        "Tachograph",
                        List.of(
                                java,
                                "@" + options.jvmOptions(),
                                "-cp",
                                app + File.pathSeparator + bench,
                                TachographLooks.class.getName())),
                Worker.start("C, clock first, as Tachograph", List.of(readstat, "skip")),
                Worker.start("C, every stat, kept open", List.of(readstat, "kept")),
                Worker.start("C, every stat", List.of(readstat, "open")),
                new OneShot("top -b -n1", Path.of(cost), List.of("top", "-b", "-n1")),
                new OneShot("ps aux", Path.of(cost), List.of("ps", "aux")),
                Worker.start(
                        "OSHI getProcesses",
                        List.of(
                                java,
                                "-XX:+UseSerialGC",
                                "-Xmx512m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                bench + File.pathSeparator + oshi,
                                OshiLooks.class.getName())));
    }

    private static void warmUp(List<Contestant> contestants) throws IOException {
        for (Contestant contestant : contestants) {
            if (contestant instanceof Worker worker) {
                worker.look(WARM_UP_LOOKS);
            }
        }
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (Contestant contestant : contestants) {
                contestant.look();
            }
        }
    }

    /** Another one begins in each round: nobody always comes after the same neighbour. */
    private void race(List<Course> courses) throws IOException {
        long due = System.nanoTime();
        for (int round = 0; round < options.rounds(); round++) {
            for (int turn = 0; turn < courses.size(); turn++) {
                courses.get((round + turn) % courses.size()).look(round);
            }
            due = Math.max(due + PACE.toNanos(), System.nanoTime());
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private void table(List<Course> courses) {
        double ours = courses.getFirst().median();
        List<List<String>> rows = new ArrayList<>();
        for (Course course : courses) {
            Medians figures = Medians.of(course.cpuNanos);
            rows.add(List.of(
                    course.contestant.name(),
                    millis(figures.median()),
                    "%s–%s".formatted(millis(figures.low()), millis(figures.high())),
                    Report.figure(course.median() / ours) + " ×",
                    course.processNanos == null ? "–" : millis(course.processNanos),
                    course.hotNanos == null ? "–" : millis(course.hotNanos),
                    millis(course.firstNanos)));
        }
        report.table(List.of("", "look", "10–90 %", "ratio", "process", "hot", "first"), rows);
    }

    private static String millis(double nanos) {
        return Report.figure(nanos / 1e6);
    }

    /** One contestant's way through the rounds. */
    private static final class Course {
        private final Contestant contestant;
        private final long[] cpuNanos;
        private final long firstNanos;
        private long processBegan;
        private int processes;
        private @Nullable Double processNanos;
        private @Nullable Double hotNanos;

        Course(Contestant contestant, int rounds, long firstNanos) {
            this.contestant = contestant;
            this.cpuNanos = new long[rounds];
            this.firstNanos = firstNanos;
        }

        void begin(ProcFs proc) {
            if (contestant instanceof Worker worker) {
                processBegan = proc.cpuNanos(worker.pid());
            }
        }

        void end(ProcFs proc) {
            if (contestant instanceof Worker worker) {
                processNanos = (proc.cpuNanos(worker.pid()) - processBegan) / (double) cpuNanos.length;
            }
        }

        void look(int round) throws IOException {
            Contestant.Look look = contestant.look();
            cpuNanos[round] = look.cpuNanos();
            if (look.processes() != null) {
                processes = look.processes();
            }
        }

        void hot() throws IOException {
            if (contestant instanceof Worker worker) {
                hotNanos = Double.valueOf(worker.look(HOT_LOOKS).cpuNanos());
            }
        }

        double median() {
            return Medians.of(Arrays.copyOf(cpuNanos, cpuNanos.length)).median();
        }
    }
}
