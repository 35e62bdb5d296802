package dev.tachograph.simulation;

import dev.tachograph.model.Moment;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import dev.tachograph.simulation.Program.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
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
    private static final int KTHREADD = 2;
    private static final long RESPAWN_MICROS = 3 * SECOND_MICROS;
    private static final String RECORDER = "tachograph.service";
    private static final long ENDINGS_SEED = 0x656e_6473L;

    private final Chance chance;
    private final Identities identities;
    private final @Nullable Trouble trouble;
    private final Rhythm rhythm = new Rhythm();
    private final UUID bootId;
    private final long bootMicros;
    private final double birthPauseMicros;
    private final Map<Part, List<Program>> programs = new EnumMap<>(Part.class);
    private final Population population;
    private final PassingProcesses passing;
    private final Endings endings;
    private final RecorderFigures recorders;
    private final Hardware hardware;
    private final PriorityQueue<Birth> births = new PriorityQueue<>();
    private int birthsPlanned;
    private double nextBirthMicros;
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
        population = new Population(chance);
        trouble = plan.incident() ? new Trouble(Incident.in(plan), Hardware.cpus(plan.processes()), chance) : null;
        bootId = new UUID((chance.bits() & ~0xf000L) | 0x4000L, (chance.bits() & ~(3L << 62)) | (2L << 62));
        lookedMicros = SyntheticHistory.micros(plan.from());
        bootMicros = lookedMicros - chance.between(2 * DAY_MICROS, 12 * DAY_MICROS);
        birthPauseMicros = MINUTE_MICROS / (CHURN_PER_MINUTE * plan.processes());
        nextBirthMicros = lookedMicros;
        var all = Programs.read();
        for (Part part : Part.values()) {
            programs.put(part, all.of(part));
        }
        int comers = (int) Math.round(plan.processes() * CHURN_PER_MINUTE * USUAL_LIFE_MINUTES);
        settle(all.residents(Math.max(1, plan.processes() - comers)), Math.max(1, (int)
                Math.round(plan.processes() / PROCESSES_PER_BUSY)));
        for (int i = 0; i < comers; i++) {
            long born = lookedMicros - chance.between(0, 5 * MINUTE_MICROS);
            population.enter(
                    process(one(Part.WORKER), 0, population.pid(), born, USUAL_LIFE_MINUTES * 60 + chance.pause(600)));
        }
        planTrouble();
        passing = new PassingProcesses(plan, all, identities, trouble);
        endings = new Endings(new Chance(plan.seed() ^ ENDINGS_SEED));
        recorders = new RecorderFigures(chance);
        hardware = new Hardware(
                plan,
                trouble,
                Doings.Sums.of(
                        population.alive().stream()
                                .map(SyntheticProcess::sample)
                                .toList(),
                        List.of()));
    }

    /** Boots: threads of the kernel first, then everything else. */
    private void settle(List<Programs.Place> residents, int busyOnes) {
        int busy = 0;
        int kernelPid = KTHREADD;
        int pid = 1;
        List<SyntheticProcess> settled = new ArrayList<>(residents.size());
        for (Programs.Place place : residents) {
            Program program = place.program();
            boolean isKernel = program.isKernelThread();
            boolean isBusy = program.mayBeBusy() && busy < busyOnes;
            busy += isBusy ? 1 : 0;
            long born = bootMicros + (isKernel ? 10_000 : pid == 1 ? 20_000 : chance.between(2, 60) * SECOND_MICROS);
            settled.add(new SyntheticProcess(
                    program,
                    isBusy ? Temper.busy(program, chance) : Temper.of(program, chance),
                    key(isKernel ? kernelPid++ : pid, born),
                    identities.describe(program, place.number(), population.parent(program)),
                    SyntheticProcess.Life.of(born, Double.POSITIVE_INFINITY),
                    chance.between(1_000, 90_000_000),
                    chance));
            if (!isKernel) {
                population.know(program.unit(), pid);
                pid = pid == 1 ? FIRST_SERVICE_PID : pid + 1 + chance.below(9);
            }
        }
        population.settle(settled, pid);
    }

    private void planTrouble() {
        if (trouble == null) {
            return;
        }
        for (SyntheticProcess process : population.alive()) {
            trouble.meet(process);
            if (Trouble.isLeaking(process.program())) {
                process.endAt(trouble.gone, Finish.KILLED);
                plan(trouble.gone + 10 * SECOND_MICROS, process.program(), Double.POSITIVE_INFINITY);
            } else if (Trouble.isAborted(process.program())) {
                process.endAt(trouble.full, Finish.ABORTED);
                plan(trouble.full + RESPAWN_MICROS, process.program(), Double.POSITIVE_INFINITY);
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
        for (SyntheticProcess process : population.alive()) {
            if (isRecorder(process.program())) {
                process.endAt(stopMicros, Finish.TERMINATED_JVM);
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
        boolean isKnown = intervalMicros != null;
        planBirths(nowMicros);
        int born = 0;
        for (; !births.isEmpty() && births.peek().atMicros <= nowMicros; born++) {
            bear(births.remove());
        }
        Ends ends = ends(nowMicros, isKnown);
        RecorderFigures.Seen recorder = recorders.look(isKnown);
        List<SyntheticProcess> alive = population.alive();
        var samples = new ProcessSample[alive.size()];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = look(alive.get(i), nowMicros, isKnown, recorder);
        }
        Doings did = did(nowMicros, isKnown, List.of(samples), ends, born);
        Hardware.Seen seen = hardware.look(did, ends.last);
        lookedMicros = nowMicros;
        long sinceBootNanos = (nowMicros - bootMicros) * 1000;
        return new Tick(
                bootId,
                new Moment(SyntheticHistory.instant(nowMicros), sinceBootNanos, sinceBootNanos),
                intervalMicros,
                did.samples(),
                did.exits(),
                seen.host(),
                recorder.lookMicros(),
                seen.balance(),
                recorder.cost(did.exits().size()));
    }

    /**
     * What ended since the look before, as far as the recorder knows of it, in order of time.
     *
     * @param last what each did since, in the same order
     */
    private record Ends(List<ProcessExit> exits, List<Work> last) {}

    private Ends ends(long nowMicros, boolean isKnown) {
        List<Ended> all = new ArrayList<>();
        for (SyntheticProcess process : population.takeEnded(nowMicros)) {
            boolean wasSeen = !process.isBornAfter(lookedMicros);
            Work last = trouble == null ? process.lastWork() : trouble.lastWork(process, lookedMicros);
            ProcessExit exit = endings.of(process, wasSeen, last);
            all.add(new Ended(exit, wasSeen ? last : whole(exit)));
        }
        for (ProcessExit exit : passing.between(lookedMicros, nowMicros, population)) {
            all.add(new Ended(exit, whole(exit)));
        }
        if (!isKnown) {
            return new Ends(List.of(), List.of());
        }
        all.sort(Comparator.comparing(ended -> ended.exit.ended()));
        return new Ends(
                all.stream().map(Ended::exit).toList(),
                all.stream().map(Ended::last).toList());
    }

    private record Ended(ProcessExit exit, Work last) {}

    /** All that a process did of which no look told before. */
    private static Work whole(ProcessExit exit) {
        return new Work(
                Doings.orZero(exit.cpuMicros()),
                Doings.orZero(exit.readBytes()),
                Doings.orZero(exit.writtenBytes()),
                Doings.orZero(exit.peakResidentBytes()));
    }

    private Doings did(long nowMicros, boolean isKnown, List<ProcessSample> samples, Ends ends, int born) {
        boolean hasKilled = trouble != null && trouble.gone > lookedMicros && trouble.gone <= nowMicros;
        long exited = 0;
        int passed = 0;
        for (int i = 0; i < ends.last.size(); i++) {
            exited += ends.last.get(i).cpuMicros();
            passed += ends.exits.get(i).startTicks() == null ? 1 : 0;
        }
        return new Doings(
                nowMicros,
                nowMicros - lookedMicros,
                isKnown,
                samples,
                ends.exits,
                exited,
                born + passed,
                hasKilled ? 1 : 0,
                Doings.Sums.of(samples, ends.exits));
    }

    private ProcessSample look(SyntheticProcess process, long now, boolean isKnown, RecorderFigures.Seen recorder) {
        boolean isNew = process.isBornAfter(lookedMicros);
        if (isNew) {
            return isKnown ? process.firstSeen() : process.unknown();
        }
        long elapsed = now - lookedMicros;
        process.measure(now);
        ProcessSample sample = elapsed == 0 ? process.unknown() : live(process, now, elapsed, recorder);
        return isKnown ? sample : process.unknown();
    }

    private ProcessSample live(SyntheticProcess process, long now, long elapsed, RecorderFigures.Seen recorder) {
        if (trouble != null) {
            ProcessSample troubled = trouble.live(process, now, elapsed);
            if (troubled != null) {
                return troubled;
            }
        }
        if (recorder.isKnown() && isRecorder(process.program())) {
            return process.work(recorder.work());
        }
        return process.live(now, elapsed, rhythm.at(now));
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
        population.forgetMain(birth.program.unit(), birth.atMicros);
        population.enter(process(birth.program, 1, population.pid(), birth.atMicros, birth.lifeSeconds));
    }

    private SyntheticProcess process(Program program, int number, int pid, long bornMicros, double lifeSeconds) {
        return new SyntheticProcess(
                program,
                Temper.of(program, chance),
                key(pid, bornMicros),
                identities.describe(program, number, population.parent(program)),
                SyntheticProcess.Life.of(bornMicros, lifeSeconds),
                (long) (6_000 * chance.factor(1)),
                chance);
    }

    private ProcessKey key(int pid, long bornMicros) {
        return new ProcessKey(pid, (bornMicros - bootMicros) / CLOCK_TICK_MICROS);
    }
}
