package dev.tachograph.simulation;

import dev.tachograph.model.Moment;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import dev.tachograph.simulation.Program.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A host that is made up: its processes are born, work, sleep and end by a seed, more by day than by night. Nothing happens
 * unless somebody looks. For one thread.
 */
final class SyntheticHost {
    private static final long SECOND_MICROS = 1_000_000;
    private static final long MINUTE_MICROS = 60 * SECOND_MICROS;
    private static final long DAY_MICROS = 24 * 60 * MINUTE_MICROS;
    private static final long CLOCK_TICK_MICROS = 10_000;

    /** Of the processes that run, so many are born in a minute, and as many end. */
    private static final double CHURN_PER_MINUTE = 0.02;
    /** The parts that are born, by how often. */
    private static final List<Part> BORN = List.of(
            Part.SHELL,
            Part.SHELL,
            Part.SHELL,
            Part.SHELL,
            Part.JOB,
            Part.JOB,
            Part.WORKER,
            Part.WORKER,
            Part.WORKER,
            Part.WORKER);
    /** With what they usually live, as {@link Temper#lifeSeconds} has it. */
    private static final double USUAL_LIFE_MINUTES = 4.53;
    /** How many processes there are for each one that is busy. */
    private static final double PROCESSES_PER_BUSY = 30;

    private static final long RUSH_PAUSE_MICROS = 250_000;
    private static final int FIRST_SERVICE_PID = 400;
    private static final int FIRST_PASSING_PID = 2000;
    private static final int LAST_PID = 4_194_303;
    private static final int KTHREADD = 2;
    private static final String RECORDER = "tachograph.service";
    private static final String CONTAINERS = "containerd.service";
    private static final String SESSIONS = "ssh.service";

    private final Chance chance;
    private final Identities identities;
    private final @Nullable Trouble trouble;
    private final Rhythm rhythm = new Rhythm();
    private final UUID bootId;
    private final long bootMicros;
    private final double birthPauseMicros;
    private final Map<Part, List<Program>> programs = new EnumMap<>(Part.class);
    private final List<SyntheticProcess> alive = new ArrayList<>(); // by pid
    private final Map<String, Integer> mains = new HashMap<>(); // of each unit
    private final PriorityQueue<Birth> births = new PriorityQueue<>();
    private int birthsPlanned;
    private double nextBirthMicros;
    private int nextPid = FIRST_PASSING_PID;
    private long lookedMicros;

    /** A process that is to come. */
    private record Birth(long atMicros, int order, Program program, double lifeSeconds) implements Comparable<Birth> {
        @Override
        public int compareTo(Birth other) {
            int byTime = Long.compare(atMicros, other.atMicros);
            return byTime != 0 ? byTime : Integer.compare(order, other.order);
        }
    }

    /** The host of a history, as it is just before the first look. */
    SyntheticHost(HistoryPlan plan) {
        chance = new Chance(plan.seed());
        identities = new Identities(chance);
        trouble = plan.incident() ? new Trouble(Incident.in(plan), chance) : null;
        bootId = new UUID((chance.bits() & ~0xf000L) | 0x4000L, (chance.bits() & ~(3L << 62)) | (2L << 62));
        lookedMicros = SyntheticHistory.micros(plan.from());
        bootMicros = lookedMicros - chance.between(2 * DAY_MICROS, 12 * DAY_MICROS);
        birthPauseMicros = MINUTE_MICROS / (CHURN_PER_MINUTE * plan.processes());
        nextBirthMicros = lookedMicros;
        var all = Programs.read();
        for (Part part : Part.values()) {
            programs.put(part, all.of(part));
        }
        int passing = (int) Math.round(plan.processes() * CHURN_PER_MINUTE * USUAL_LIFE_MINUTES);
        settle(all.residents(Math.max(1, plan.processes() - passing)), Math.max(1, (int)
                Math.round(plan.processes() / PROCESSES_PER_BUSY)));
        for (int i = 0; i < passing; i++) {
            long born = lookedMicros - chance.between(0, 5 * MINUTE_MICROS);
            enter(process(one(Part.WORKER), 0, pid(), born, USUAL_LIFE_MINUTES * 60 + chance.pause(600)));
        }
        planTrouble();
    }

    /** Boots: threads of the kernel first, then everything else. */
    private void settle(List<Programs.Place> residents, int busyOnes) {
        int busy = 0;
        int kernelPid = KTHREADD;
        int pid = 1;
        for (Programs.Place place : residents) {
            Program program = place.program();
            boolean isKernel = program.isKernelThread();
            boolean isBusy = program.mayBeBusy() && busy < busyOnes;
            busy += isBusy ? 1 : 0;
            long born = bootMicros + (isKernel ? 10_000 : pid == 1 ? 20_000 : chance.between(2, 60) * SECOND_MICROS);
            alive.add(new SyntheticProcess(
                    program,
                    isBusy ? Temper.busy(program, chance) : Temper.of(program, chance),
                    key(isKernel ? kernelPid++ : pid, born),
                    identities.describe(program, place.number(), parent(program)),
                    SyntheticProcess.Life.of(born, Double.POSITIVE_INFINITY),
                    chance.between(1_000, 90_000_000),
                    chance));
            if (!isKernel) {
                mains.putIfAbsent(program.unit(), pid);
                pid = pid == 1 ? FIRST_SERVICE_PID : pid + 1 + chance.below(9);
            }
        }
        alive.sort(Comparator.comparingInt(SyntheticProcess::pid));
        nextPid = Math.max(nextPid, pid);
    }

    private void planTrouble() {
        if (trouble == null) {
            return;
        }
        for (SyntheticProcess process : alive) {
            if (Trouble.isLeaking(process.program())) {
                process.endAt(trouble.gone);
                plan(trouble.gone + 10 * SECOND_MICROS, process.program(), Double.POSITIVE_INFINITY);
            }
        }
        double hookSeconds = (trouble.rushUntil - trouble.rushFrom) / (double) SECOND_MICROS;
        plan(trouble.rushFrom, one(Part.RUSH), hookSeconds);
        for (long at = trouble.rushFrom; at < trouble.rushUntil; at += RUSH_PAUSE_MICROS) {
            plan(at + chance.below((int) RUSH_PAUSE_MICROS), one(Part.RUSH), Temper.lifeSeconds(Part.RUSH, chance));
        }
    }

    private void plan(long atMicros, Program program, double lifeSeconds) {
        births.add(new Birth(atMicros, birthsPlanned++, program, lifeSeconds));
    }

    private Program one(Part part) {
        return chance.oneOf(programs.getOrDefault(part, List.of()));
    }

    /** The recorder is stopped, and started again. */
    void restartRecorder(long stopMicros, long startMicros) {
        for (SyntheticProcess process : alive) {
            if (isRecorder(process.program())) {
                process.endAt(stopMicros);
                plan(startMicros - SECOND_MICROS, process.program(), Double.POSITIVE_INFINITY);
            }
        }
    }

    private static boolean isRecorder(Program program) {
        return program.unit().equals(RECORDER);
    }

    UUID bootId() {
        return bootId;
    }

    long bootMicros() {
        return bootMicros;
    }

    /**
     * Lets the time until now pass, and looks.
     *
     * @param intervalMicros since the look before; {@code null} when the recorder did not look then
     */
    Tick look(long nowMicros, @Nullable Long intervalMicros) {
        planBirths(nowMicros);
        while (!births.isEmpty() && births.peek().atMicros <= nowMicros) {
            bear(births.remove());
        }
        alive.removeIf(process -> hasEnded(process, nowMicros));
        var recorder = new RecorderCost(
                intervalMicros == null ? null : Long.valueOf(chance.between(14_000, 24_000)),
                (108L << 20) + 4096 * chance.between(0, 1500),
                intervalMicros == null ? null : Long.valueOf(4096 * chance.between(1, 4)),
                0);
        var samples = new ProcessSample[alive.size()];
        long busy = 0;
        for (int i = 0; i < samples.length; i++) {
            samples[i] = look(alive.get(i), nowMicros, intervalMicros != null, recorder);
            Long used = samples[i].activity().cpuMicros();
            busy += used == null ? 0 : used;
        }
        lookedMicros = nowMicros;
        long sinceBootNanos = (nowMicros - bootMicros) * 1000;
        return new Tick(
                bootId,
                new Moment(SyntheticHistory.instant(nowMicros), sinceBootNanos, sinceBootNanos),
                intervalMicros,
                List.of(samples),
                3_000 + chance.between(0, 4_000),
                intervalMicros == null ? null : Long.valueOf(busy + busy / 40 + chance.between(500, 9_000)),
                recorder);
    }

    private ProcessSample look(SyntheticProcess process, long now, boolean isKnown, RecorderCost recorder) {
        boolean isNew = process.isBornAfter(lookedMicros);
        if (isNew) {
            return isKnown ? process.firstSeen() : process.unknown();
        }
        long elapsed = now - lookedMicros;
        ProcessSample sample = elapsed == 0 ? process.unknown() : live(process, now, elapsed, recorder);
        return isKnown ? sample : process.unknown();
    }

    private ProcessSample live(SyntheticProcess process, long now, long elapsed, RecorderCost recorder) {
        if (trouble != null) {
            ProcessSample troubled = trouble.live(process, now, elapsed);
            if (troubled != null) {
                return troubled;
            }
        }
        Long cpu = recorder.cpuMicros();
        if (cpu != null && isRecorder(process.program())) {
            return process.work(new Work(cpu, 0, orZero(recorder.writtenBytes()), orZero(recorder.residentBytes())));
        }
        return process.live(now, elapsed, rhythm.at(now));
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    private boolean hasEnded(SyntheticProcess process, long now) {
        boolean hasEnded = process.hasEnded(now);
        if (hasEnded) {
            mains.remove(process.program().unit(), process.pid());
        }
        return hasEnded;
    }

    /** By day more often than by night; jobs of cron begin with the next minute. */
    private void planBirths(long nowMicros) {
        while (nextBirthMicros <= nowMicros) {
            Part part = chance.oneOf(BORN);
            long at = (long) nextBirthMicros;
            if (part == Part.JOB) {
                at = (at / MINUTE_MICROS + 1) * MINUTE_MICROS + chance.below(2_000_000);
            }
            plan(at, one(part), Temper.lifeSeconds(part, chance));
            nextBirthMicros += chance.pause(birthPauseMicros) / rhythm.at((long) nextBirthMicros);
        }
    }

    private void bear(Birth birth) {
        mains.computeIfPresent(
                birth.program.unit(), (_, pid) -> alive.get(place(pid)).hasEnded(birth.atMicros) ? null : pid);
        enter(process(birth.program, 1, pid(), birth.atMicros, birth.lifeSeconds));
    }

    private SyntheticProcess process(Program program, int number, int pid, long bornMicros, double lifeSeconds) {
        return new SyntheticProcess(
                program,
                Temper.of(program, chance),
                key(pid, bornMicros),
                identities.describe(program, number, parent(program)),
                SyntheticProcess.Life.of(bornMicros, lifeSeconds),
                (long) (6_000 * chance.factor(1)),
                chance);
    }

    private ProcessKey key(int pid, long bornMicros) {
        return new ProcessKey(pid, (bornMicros - bootMicros) / CLOCK_TICK_MICROS);
    }

    /** Programs that nobody here has recorded take numbers, too. */
    private int pid() {
        do {
            nextPid += 1 + chance.below(12);
            if (nextPid > LAST_PID) {
                nextPid = FIRST_PASSING_PID;
            }
        } while (place(nextPid) >= 0);
        return nextPid;
    }

    private void enter(SyntheticProcess process) {
        alive.add(-place(process.pid()) - 1, process);
        if (!process.program().isKernelThread()) {
            mains.putIfAbsent(process.program().unit(), process.pid());
        }
    }

    /** As a binary search tells it. */
    private int place(int pid) {
        int low = 0;
        int high = alive.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = alive.get(middle).pid();
            if (found == pid) {
                return middle;
            }
            if (found < pid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    private int parent(Program program) {
        if (program.isKernelThread()) {
            return program.name().equals("kthreadd") ? 0 : KTHREADD;
        }
        if (program.unit().equals("init.scope")) {
            return 0;
        }
        String unit = program.unit().startsWith("docker/")
                ? CONTAINERS
                : program.unit().equals("session") ? SESSIONS : program.unit();
        return mains.getOrDefault(unit, 1);
    }
}
