package dev.tachograph.store;

import dev.tachograph.model.Balance;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Moment;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A host whose processes are born, work, idle, rename themselves and end by chance, and whose clocks can be set. */
public final class RandomHost {
    private static final long TICK_NANOS = 10_000_000;
    private static final int PIDS = 120;
    private static final List<String> NAMES = List.of(
            "java",
            "kworker/0:1-events",
            "kworker/0:1-mm_percpu_wq",
            "o'brien",
            "\u7a0b\u5e8f \ud83d\udc27",
            "a\nb\t\u0007",
            "");

    private final RandomGenerator random;
    private final int usualProcesses;
    private final TreeMap<Integer, ProcessSample> processes = new TreeMap<>();
    private final RandomFigures figures;
    private final List<ProcessExit> exits = new ArrayList<>();
    private UUID bootId;
    private Instant wall;
    private long boottimeNanos;
    private long suspendedNanos;

    RandomHost(RandomGenerator random, int usualProcesses, Instant wall) {
        this.random = random;
        this.usualProcesses = usualProcesses;
        this.wall = wall;
        bootId = new UUID(random.nextLong(), random.nextLong());
        figures = new RandomFigures(new SplittableRandom(bootId.getLeastSignificantBits()));
        boottimeNanos = Duration.ofMinutes(1).toNanos() + random.nextLong(1_000_000_000_000L);
        for (int i = 0; i < usualProcesses; i++) {
            bear(boottimeNanos - random.nextLong(boottimeNanos), false);
        }
    }

    UUID bootId() {
        return bootId;
    }

    public Instant wall() {
        return wall.truncatedTo(ChronoUnit.MICROS);
    }

    /** All clocks go on. */
    public void pass(Duration time) {
        boottimeNanos += time.toNanos();
        wall = wall.plus(time);
    }

    /** Somebody sets the wall clock. */
    public void step(Duration by) {
        wall = wall.plus(by);
    }

    /** The machine slept. */
    public void sleep(Duration time) {
        pass(time);
        suspendedNanos += time.toNanos();
    }

    /** The machine is started anew, with all that was running gone. */
    void reboot(Duration away) {
        bootId = new UUID(random.nextLong(), random.nextLong());
        wall = wall.plus(away);
        boottimeNanos = Duration.ofSeconds(20).toNanos() + random.nextLong(5_000_000_000L);
        suspendedNanos = 0;
        processes.clear();
        for (int i = 0; i < usualProcesses / 2; i++) {
            bear(boottimeNanos - random.nextLong(boottimeNanos), false);
        }
    }

    /** Lets the processes do something, and looks at them; at a first look there is no interval. */
    Tick look(@Nullable Long intervalMicros) {
        exits.clear();
        live(intervalMicros != null);
        return new Tick(
                bootId,
                new Moment(wall(), boottimeNanos, boottimeNanos - suspendedNanos),
                intervalMicros,
                List.copyOf(processes.values()),
                exits,
                figures.look(intervalMicros),
                random.nextLong(10_000),
                new Balance(
                        intervalMicros == null ? null : Long.valueOf(random.nextLong(intervalMicros)),
                        maybe(random.nextLong(100_000)),
                        maybe(random.nextLong(10_000))),
                new RecorderCost(maybe(random.nextLong(10_000)), maybe(random.nextLong(1 << 27)), null, 0));
    }

    private void live(boolean continuous) {
        for (ProcessSample sample : List.copyOf(processes.values())) {
            int pid = sample.key().pid();
            double fate = random.nextDouble();
            if (fate < 0.04) {
                processes.remove(pid);
                exits.add(exit(sample));
                if (random.nextInt(3) == 0) {
                    born(pid, boottimeNanos - random.nextLong(1_000_000), continuous); // its pid is used again at once
                }
            } else {
                processes.put(pid, next(sample, fate, continuous));
            }
        }
        if (random.nextInt(3) == 0) {
            exits.add(unseen());
        }
        while (processes.size() < usualProcesses && random.nextInt(3) > 0) {
            bear(boottimeNanos - random.nextLong(5_000_000_000L) + random.nextInt(4) * TICK_NANOS / 2, continuous);
        }
    }

    private ProcessExit exit(ProcessSample last) {
        ProcessDescription description = last.description();
        return new ProcessExit(
                last.key().pid(),
                description.parentPid(),
                last.key().startTicks(),
                null,
                wall(),
                maybe(random.nextLong(1L << 30)),
                random.nextBoolean() ? 0 : null,
                random.nextBoolean() ? 9 : null,
                random.nextInt(9) == 0,
                maybe(random.nextLong(1_000_000)),
                maybe(random.nextLong(1L << 30)),
                maybe(random.nextLong(1 << 20)),
                null,
                description.name(),
                description.cmdline(),
                description.userId(),
                description.user(),
                description.group(),
                ProcessExit.Source.TASKSTATS);
    }

    /** One that no look ever saw. */
    private ProcessExit unseen() {
        return new ProcessExit(
                1 + random.nextInt(PIDS),
                null,
                null,
                wall().minusMillis(300),
                wall(),
                300_000L,
                1,
                null,
                false,
                maybe(random.nextLong(200_000)),
                maybe(random.nextLong(1L << 30)),
                null,
                null,
                random.nextInt(5) == 0 ? null : NAMES.get(random.nextInt(NAMES.size())),
                null,
                maybe(0),
                random.nextBoolean() ? "app" : null,
                random.nextBoolean() ? ControlGroup.UNKNOWN : ControlGroup.of("/a", "a.service", null),
                random.nextBoolean() ? ProcessExit.Source.TASKSTATS : ProcessExit.Source.CONNECTOR);
    }

    private ProcessSample next(ProcessSample before, double fate, boolean continuous) {
        ProcessDescription description = fate < 0.12 ? otherDescription(before.description()) : before.description();
        ProcessFigures figures = before.figures();
        if (fate > 0.7) {
            figures = worked(figures);
        } else if (fate > 0.65) {
            figures = otherLevels(figures);
        }
        ProcessActivity activity =
                continuous && fate < 0.98 ? activity(before.figures(), figures) : ProcessActivity.UNKNOWN;
        return new ProcessSample(before.key(), description, figures, activity);
    }

    /** What cannot be seen stays unseen; what a process that did not run has done is known. */
    private static ProcessActivity activity(ProcessFigures before, ProcessFigures now) {
        return before.equals(now)
                ? ProcessActivity.NONE
                : new ProcessActivity(
                        now.cpuMicros() - before.cpuMicros(),
                        difference(before.readBytes(), now.readBytes()),
                        difference(before.writtenBytes(), now.writtenBytes()));
    }

    private static @Nullable Long difference(@Nullable Long before, @Nullable Long now) {
        return before == null || now == null ? null : Long.valueOf(now - before);
    }

    private ProcessFigures worked(ProcessFigures now) {
        return new ProcessFigures(
                status(),
                1 + random.nextInt(100),
                now.virtualBytes() + random.nextInt(4096),
                random.nextLong(1L << 40),
                now.cpuMicros() + random.nextLong(20_000_000),
                now.readBytes() == null ? null : Long.valueOf(now.readBytes() + random.nextLong(1 << 20)),
                now.writtenBytes() == null ? null : Long.valueOf(now.writtenBytes() + random.nextLong(1 << 20)),
                maybe(random.nextInt(1000)));
    }

    private ProcessFigures otherLevels(ProcessFigures now) {
        return new ProcessFigures(
                status(),
                now.threads(),
                now.virtualBytes(),
                random.nextLong(1L << 30),
                now.cpuMicros(),
                now.readBytes(),
                now.writtenBytes(),
                now.openFiles());
    }

    /** Back and forth between few, as the kernel's workers do. */
    private ProcessDescription otherDescription(ProcessDescription now) {
        return new ProcessDescription(
                now.generation() + random.nextInt(2),
                random.nextBoolean() ? now.parentPid() : 1,
                NAMES.get(random.nextInt(NAMES.size())),
                now.cmdline(),
                now.userId(),
                now.user(),
                ControlGroup.of(random.nextInt(4) == 0 ? null : "/system.slice/a.service", now.unit(), now.container()),
                now.kernelThread());
    }

    private void bear(long startNanos, boolean continuous) {
        int pid = 1 + random.nextInt(PIDS);
        if (!processes.containsKey(pid)) {
            born(pid, startNanos, continuous);
        }
    }

    private void born(int pid, long startNanos, boolean continuous) {
        boolean readable = random.nextInt(4) > 0;
        var figures = new ProcessFigures(
                status(),
                1 + random.nextInt(10),
                random.nextLong(1L << 45),
                random.nextLong(1L << 35),
                random.nextLong(50_000_000),
                readable ? Long.valueOf(random.nextLong(1L << 40)) : null,
                readable ? Long.valueOf(random.nextLong(1L << 40)) : null,
                readable ? Long.valueOf(random.nextLong(1000)) : null);
        var description = new ProcessDescription(
                0,
                random.nextInt(3),
                NAMES.get(random.nextInt(NAMES.size())),
                random.nextInt(5) == 0 ? null : "program --number " + random.nextInt(1000),
                maybe(random.nextLong(1L << 32)),
                random.nextBoolean() ? "app" : null,
                ControlGroup.of(
                        null, random.nextBoolean() ? "a.service" : null, random.nextBoolean() ? "0123456789ab" : null),
                random.nextInt(4) == 0);
        ProcessActivity activity = continuous
                ? new ProcessActivity(figures.cpuMicros(), figures.readBytes(), figures.writtenBytes())
                : ProcessActivity.UNKNOWN;
        var key = new ProcessKey(pid, Math.max(0, startNanos / TICK_NANOS));
        processes.put(pid, new ProcessSample(key, description, figures, activity));
    }

    private ProcessStatus status() {
        ProcessStatus[] all = ProcessStatus.values();
        return all[random.nextInt(all.length)];
    }

    private @Nullable Long maybe(long value) {
        return random.nextInt(5) == 0 ? null : Long.valueOf(value);
    }
}
