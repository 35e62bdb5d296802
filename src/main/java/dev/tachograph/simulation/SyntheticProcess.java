package dev.tachograph.simulation;

import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One process of the made-up host, from its birth to its end. */
final class SyntheticProcess {
    private static final long PAGE = 4096;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final double USUAL_INTERVAL_MICROS = 5e6;
    /** What the kernel makes of more than one thread and of libraries. */
    private static final long VIRTUAL_BYTES_PER_THREAD = 8 << 20;

    private static final long VIRTUAL_BYTES_AT_LEAST = 6 << 20;

    /** The memory of processes as large as this is looked at page by page, every minute. */
    private static final long LARGE_BYTES = 120 << 20;

    private static final long MEASURED_EVERY_MICROS = 60 * MICROS_PER_SECOND;
    private static final long KILOBYTE = 1024;

    private static final List<String> KERNEL_TASKS = List.of("events", "events_unbound", "mm_percpu_wq");

    private final Program program;
    private final Temper temper;
    private final Chance chance;
    private final long bornMicros;
    private final int shareOfOwn; // of a thousand pages, as many as are not shared
    private long endsMicros;
    private long wakesMicros;
    private ProcessSample sample;
    private long peakBytes;
    private long measuredMicros;
    private @Nullable Long proportionalBytes;
    private @Nullable Finish finish;

    /** @param firstUse CPU time it used before it was first seen */
    SyntheticProcess(
            Program program,
            Temper temper,
            ProcessKey key,
            ProcessDescription description,
            Life life,
            long firstUse,
            Chance chance) {
        this.program = program;
        this.temper = temper;
        this.chance = chance;
        bornMicros = life.bornMicros;
        endsMicros = life.endsMicros;
        wakesMicros = bornMicros + micros(chance.pause(temper.pauseSeconds()));
        sample = new ProcessSample(key, description, born(firstUse), ProcessActivity.UNKNOWN);
        peakBytes = residentBytes();
        shareOfOwn = 550 + Math.floorMod(key.hashCode() * 31, 400);
    }

    /** When it begins and ends, microseconds since 1970. */
    record Life(long bornMicros, long endsMicros) {
        static Life of(long bornMicros, double seconds) {
            return new Life(bornMicros, seconds > 1e9 ? Long.MAX_VALUE : bornMicros + micros(seconds));
        }
    }

    private static long micros(double seconds) {
        return (long) (seconds * MICROS_PER_SECOND);
    }

    private ProcessFigures born(long firstUse) {
        if (program.isKernelThread()) {
            return new ProcessFigures(usualStatus(), 1, 0, 0, firstUse, 0L, 0L, 0L);
        }
        long resident = pages(program.residentBytes() * chance.factor(0.15));
        return new ProcessFigures(
                usualStatus(),
                program.threads(),
                pages(VIRTUAL_BYTES_AT_LEAST + resident * 1.5) + program.threads() * VIRTUAL_BYTES_PER_THREAD,
                resident,
                firstUse,
                chance.happens(0.3) ? Long.valueOf(PAGE * chance.between(1, 400)) : 0L,
                0L,
                4L + program.threads() + chance.below(12));
    }

    private static long pages(double bytes) {
        return Math.max(1, (long) (bytes / PAGE)) * PAGE;
    }

    private ProcessStatus usualStatus() {
        return program.name().startsWith("kworker") ? ProcessStatus.IDLE : ProcessStatus.SLEEPING;
    }

    Program program() {
        return program;
    }

    int pid() {
        return sample.key().pid();
    }

    long residentBytes() {
        return sample.figures().residentBytes();
    }

    /** Most memory in RAM that it ever had. */
    long peakBytes() {
        return peakBytes;
    }

    /** How it looked last. */
    ProcessSample sample() {
        return sample;
    }

    long bornMicros() {
        return bornMicros;
    }

    long endsMicros() {
        return endsMicros;
    }

    /** How it ends, if that is not up to the program. */
    @Nullable Finish finish() {
        return finish;
    }

    boolean isBornAfter(long atMicros) {
        return bornMicros > atMicros;
    }

    boolean hasEnded(long nowMicros) {
        return endsMicros <= nowMicros;
    }

    void endAt(long micros, Finish how) {
        endsMicros = micros;
        finish = how;
    }

    /** How it looks at the first look at it; what it has done so far is not known to be of an interval. */
    ProcessSample unknown() {
        sample = new ProcessSample(sample.key(), sample.description(), sample.figures(), ProcessActivity.UNKNOWN);
        return sample;
    }

    /** How it looks to somebody who knows that it was not there at the look before. */
    ProcessSample firstSeen() {
        ProcessFigures figures = sample.figures();
        sample = new ProcessSample(
                sample.key(),
                sample.description(),
                figures,
                new ProcessActivity(figures.cpuMicros(), figures.readBytes(), figures.writtenBytes()));
        return sample;
    }

    /** What it may have done since it was last seen, when it ends; its last steps are few. */
    Work lastWork() {
        return new Work(program.isKernelThread() ? 40 : (long) (400 * chance.factor(0.8)), 0, 0, residentBytes());
    }

    /** Looks at its memory page by page, if it is one of the large ones and that is due. It shows when it runs the next time. */
    void measure(long nowMicros) {
        if (residentBytes() >= LARGE_BYTES && nowMicros - measuredMicros >= MEASURED_EVERY_MICROS) {
            measuredMicros = nowMicros;
            proportionalBytes = residentBytes() / 1000 * shareOfOwn / KILOBYTE * KILOBYTE;
        }
    }

    /** Lets time pass until now; a process that has nothing to do is the same sample again. */
    ProcessSample live(long nowMicros, long elapsedMicros, double rhythm) {
        if (temper.isBusy()) {
            return chance.happens(Temper.BUSY_SHARE)
                    ? work(usualWork(elapsedMicros / USUAL_INTERVAL_MICROS * rhythm, elapsedMicros))
                    : rest();
        }
        if (nowMicros < wakesMicros) {
            return rest();
        }
        double pause = chance.pause(temper.pauseSeconds());
        wakesMicros = nowMicros + micros(program.isKernelThread() ? pause : pause / rhythm);
        return work(usualWork(1, elapsedMicros));
    }

    private ProcessSample rest() {
        sample = sample.idle();
        return sample;
    }

    private Work usualWork(double amount, long elapsedMicros) {
        double cpu = temper.cpuMicros() * amount * chance.factor(temper.steadiness());
        long atMost = elapsedMicros * sample.figures().threads();
        return new Work(
                Math.min(Math.max(50, (long) cpu), Math.max(50, atMost)),
                program.isKernelThread() || !chance.happens(0.02) ? 0 : PAGE * chance.between(1, 64),
                chance.happens(temper.writes()) ? PAGE * chance.between(1, 24) : 0,
                drifted());
    }

    /** Memory goes up and down by a few pages and does not run away. */
    private long drifted() {
        long now = residentBytes();
        if (now == 0 || !chance.happens(temper.isBusy() ? 0.5 : 0.15)) {
            return now;
        }
        long step = PAGE * chance.between(-8, 8) * (temper.isBusy() ? 4 : 1);
        long usual = program.residentBytes();
        return now + step < usual * 0.6 || now + step > usual * 1.6 ? now : now + step;
    }

    /** Does that. */
    ProcessSample work(Work work) {
        ProcessFigures before = sample.figures();
        boolean hasChanged = !program.isKernelThread() && chance.happens(0.01);
        int threads = hasChanged && program.threads() > 1
                ? Math.max(1, program.threads() + chance.below(5) - 2)
                : before.threads();
        Long files = before.openFiles();
        var figures = new ProcessFigures(
                status(work),
                threads,
                virtualBytes(before, threads, work.residentBytes()),
                work.residentBytes(),
                before.cpuMicros() + work.cpuMicros(),
                sum(before.readBytes(), work.readBytes()),
                sum(before.writtenBytes(), work.writtenBytes()),
                files == null || !hasChanged ? files : Long.valueOf(Math.max(3, files + chance.below(5) - 2)),
                proportionalBytes);
        peakBytes = Math.max(peakBytes, work.residentBytes());
        var activity = new ProcessActivity(work.cpuMicros(), work.readBytes(), work.writtenBytes());
        sample = new ProcessSample(sample.key(), description(), figures, activity);
        return sample;
    }

    private static long virtualBytes(ProcessFigures before, int threads, long residentBytes) {
        long usual = before.virtualBytes() + (threads - before.threads()) * VIRTUAL_BYTES_PER_THREAD;
        return residentBytes <= usual ? usual : pages(residentBytes * 1.1);
    }

    /** Workers of the kernel are called by what they do at the moment. */
    private ProcessDescription description() {
        ProcessDescription before = sample.description();
        int task = before.name().indexOf('-');
        return task > 0 && before.name().contains(":1-") && chance.happens(0.1)
                ? named(before, before.name().substring(0, task + 1) + chance.oneOf(KERNEL_TASKS))
                : before;
    }

    private static ProcessDescription named(ProcessDescription is, String name) {
        return new ProcessDescription(
                is.generation(),
                is.parentPid(),
                name,
                is.cmdline(),
                is.userId(),
                is.user(),
                is.group(),
                is.kernelThread());
    }

    private ProcessStatus status(Work work) {
        if (work.cpuMicros() < 10_000) {
            return usualStatus();
        }
        int die = chance.below(100);
        return die < 12 ? ProcessStatus.RUNNING : die < 14 ? ProcessStatus.DISK_SLEEP : usualStatus();
    }

    private static Long sum(@Nullable Long before, long more) {
        return before == null ? Long.valueOf(more) : more == 0 ? before : Long.valueOf(before + more);
    }
}
