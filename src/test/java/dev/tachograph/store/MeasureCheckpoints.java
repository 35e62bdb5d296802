package dev.tachograph.store;

import dev.tachograph.model.Balance;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import dev.tachograph.model.Observation;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a size of the log costs: the figures of docs/decisions/0003-checkpoints.md. {@code FOLDER BYTES TICKS} writes ticks
 * of 300 processes, 30 of them changed, with {@code host} behind it also figures of a host with 40 control groups, as fast as it goes, and ends without closing just before a checkpoint is due;
 * {@code FOLDER} alone opens what was left and says how long that took.
 */
final class MeasureCheckpoints {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final int PROCESSES = 300;
    private static final int CHANGED = 30;

    private final Random random = new Random(1);
    private final UUID bootId = new UUID(1, 2);
    private final List<ProcessSample> processes = new ArrayList<>();
    private Instant wall = Instant.parse("2026-11-23T00:00:00Z");
    private long boottimeNanos = Duration.ofHours(1).toNanos();

    private final @Nullable RandomFigures figures;

    private MeasureCheckpoints(boolean hasHost) {
        figures = hasHost ? new RandomFigures(new SplittableRandom(1), 40) : null;
        for (int pid = 1; pid <= PROCESSES; pid++) {
            processes.add(born(pid, pid));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        long beganNanos = System.nanoTime();
        if (arguments.length == 1) {
            try (DataDirectory directory = DataDirectory.hold(folder);
                    Store _ = Store.open(directory, INTERVAL, InstantSource.system())) {
                Child.say("opened in %d ms, CPU of the whole JVM %d ms, peak %s"
                        .formatted((System.nanoTime() - beganNanos) / 1_000_000, cpuNanos() / 1_000_000, peak()));
            }
            return;
        }
        new MeasureCheckpoints(arguments.length > 3)
                .write(folder, Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
    }

    private void write(Path folder, long walBytes, int ticks) throws Exception {
        DataDirectory directory = DataDirectory.hold(folder);
        Store store = Store.open(directory, INTERVAL, InstantSource.system(), walBytes);
        commit(store, true);
        long bytesBefore = writtenBytes();
        long cpuBefore = cpuNanos();
        var nanos = new long[ticks];
        int checkpoints = 0;
        Object last = null;
        for (int i = 0; i < ticks; i++) {
            Tick tick = look(false);
            long began = System.nanoTime();
            store.commit(new Observation(tick, List.of(), List.of()), List.of());
            store.checkpointIfDue();
            nanos[i] = System.nanoTime() - began;
            checkpoints += Objects.equals(store.status().lastCheckpoint(), last) ? 0 : 1;
            last = store.status().lastCheckpoint();
        }
        long bytes = writtenBytes() - bytesBefore;
        long cpu = cpuNanos() - cpuBefore;
        Arrays.sort(nanos);
        Child.say(
                "log %d kB: %.1f kB/tick, CPU %.2f ms/tick, commit median %.1f ms p99 %.1f ms longest %.0f ms, %d checkpoints, file %.1f MB, peak %s"
                        .formatted(
                                walBytes / 1000,
                                bytes / 1e3 / ticks,
                                cpu / 1e6 / ticks,
                                nanos[ticks / 2] / 1e6,
                                nanos[ticks * 99 / 100] / 1e6,
                                nanos[ticks - 1] / 1e6,
                                checkpoints,
                                store.status().hotFileBytes() / 1e6,
                                peak()));
        seal(store);
        while (store.status().walBytes() < walBytes * 9 / 10) {
            commit(store, false);
        }
        Child.say("ends with a log of %.2f MB".formatted(store.status().walBytes() / 1e6));
        Runtime.getRuntime().halt(0);
    }

    private static void seal(Store store) throws Exception {
        var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, InstantSource.system());
        long cpu = cpuNanos();
        long began = System.nanoTime();
        int hours = 0;
        while (keeper.sealHour()) {
            hours++;
            Child.say("hour %d: CPU %.0f ms, %.0f ms"
                    .formatted(hours, (cpuNanos() - cpu) / 1e6, (System.nanoTime() - began) / 1e6));
            cpu = cpuNanos();
            began = System.nanoTime();
        }
        for (Segment segment : store.segments()) {
            for (Segment.File file : segment.files()) {
                Child.say("%s %s: %d rows, %d bytes"
                        .formatted(segment.type().word(), file.name(), file.rows(), file.bytes()));
            }
        }
        Child.say("sealed, peak " + peak());
    }

    private void commit(Store store, boolean first) throws Exception {
        store.commit(new Observation(look(first), List.of(), List.of()), List.of());
    }

    private Tick look(boolean first) {
        wall = wall.plus(INTERVAL);
        boottimeNanos += INTERVAL.toNanos();
        Long interval = first ? null : Long.valueOf(INTERVAL.toNanos() / 1000);
        processes.replaceAll(ProcessSample::idle);
        for (int i = 0; i < CHANGED; i++) {
            int at = i < CHANGED / 3 ? i : random.nextInt(PROCESSES); // some work all the time
            processes.set(at, worked(processes.get(at)));
        }
        if (random.nextInt(10) == 0) {
            int at = 50 + random.nextInt(PROCESSES - 50);
            processes.set(at, born(at + 1, boottimeNanos / 10_000_000));
        }
        return new Tick(
                bootId,
                new Moment(wall, boottimeNanos, boottimeNanos),
                interval,
                processes,
                List.of(),
                figures == null ? HostSample.NOTHING : figures.look(interval),
                1000,
                new Balance(500_000L, null, null),
                new RecorderCost(2000L, 100_000_000L, 10_000L, 0));
    }

    private ProcessSample born(int pid, long startTicks) {
        var description = new ProcessDescription(
                0,
                1,
                "program" + pid % 40,
                "/usr/bin/program" + pid % 40
                        + " --config /etc/program/%d.conf --verbose".formatted(random.nextInt(100)),
                1000L + pid % 5,
                "user" + pid % 5,
                ControlGroup.of(
                        "/system.slice/program%d.service".formatted(pid % 40),
                        "program%d.service".formatted(pid % 40),
                        null),
                false);
        var figures = new ProcessFigures(
                ProcessStatus.SLEEPING, 1 + pid % 20, 1L << 30, random.nextLong(1 << 28), 0, 0L, 0L, (long) (pid % 50));
        return new ProcessSample(new ProcessKey(pid, startTicks), description, figures, ProcessActivity.UNKNOWN);
    }

    private ProcessSample worked(ProcessSample before) {
        ProcessFigures had = before.figures();
        long cpu = random.nextInt(500_000);
        @Nullable Long read = had.readBytes();
        @Nullable Long written = had.writtenBytes();
        long more = random.nextInt(4) == 0 ? random.nextInt(1 << 16) / 4096 * 4096L : 0;
        var has = new ProcessFigures(
                had.status(),
                had.threads(),
                had.virtualBytes(),
                Math.max(0, had.residentBytes() + (random.nextInt(200) - 100) * 4096L),
                had.cpuMicros() + cpu,
                read == null ? null : Long.valueOf(read),
                written == null ? null : Long.valueOf(written + more),
                had.openFiles());
        return new ProcessSample(before.key(), before.description(), has, new ProcessActivity(cpu, 0L, more));
    }

    private static long writtenBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("write_bytes: "))
                .mapToLong(line -> Long.parseLong(line.substring("write_bytes: ".length())))
                .sum();
    }

    private static String peak() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .orElse("")
                .replaceAll("\\s+", " ");
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }
}
