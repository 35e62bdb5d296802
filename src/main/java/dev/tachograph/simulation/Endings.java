package dev.tachograph.simulation;

import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import org.jspecify.annotations.Nullable;

/** Tells of the ends of processes on the made-up host what the kernel's accounting would. */
final class Endings {
    private static final double PEAK_SPREAD = 0.06;

    private final Chance chance;

    Endings(Chance chance) {
        this.chance = chance;
    }

    /**
     * The end of a process that looks could have seen.
     *
     * @param wasSeen whether one did
     * @param last what it did since
     */
    ProcessExit of(SyntheticProcess process, boolean wasSeen, Work last) {
        ProcessSample sample = process.sample();
        ProcessFigures figures = sample.figures();
        return told(
                sample.key().pid(),
                wasSeen ? sample.key() : null,
                sample.description(),
                true,
                new Life(process.bornMicros(), process.endsMicros()),
                finish(process),
                new Work(
                        figures.cpuMicros() + last.cpuMicros(),
                        orZero(figures.readBytes()) + last.readBytes(),
                        orZero(figures.writtenBytes()) + last.writtenBytes(),
                        Math.max(process.peakBytes(), last.residentBytes())));
    }

    private Finish finish(SyntheticProcess process) {
        Finish known = process.finish();
        return known == null ? Finish.of(process.program(), chance) : known;
    }

    /**
     * The end of a process that no look saw.
     *
     * @param isCaught whether its arguments are known all the same
     */
    ProcessExit unseen(int pid, ProcessDescription is, boolean isCaught, Life life, Finish finish, Work whole) {
        long peak = (long) (whole.residentBytes() * chance.factor(PEAK_SPREAD)) / 4096 * 4096;
        return told(
                pid,
                null,
                is,
                isCaught,
                life,
                finish,
                new Work(whole.cpuMicros(), whole.readBytes(), whole.writtenBytes(), Math.max(4096, peak)));
    }

    /** From when to when it lived, microseconds since 1970. */
    record Life(long fromMicros, long untilMicros) {}

    private ProcessExit told(
            int pid,
            @Nullable ProcessKey seen,
            ProcessDescription is,
            boolean isCaught,
            Life life,
            Finish finish,
            Work whole) {
        return new ProcessExit(
                pid,
                is.parentPid(),
                seen == null ? null : Long.valueOf(seen.startTicks()),
                SyntheticHistory.instant(life.fromMicros),
                SyntheticHistory.instant(life.untilMicros),
                life.untilMicros - life.fromMicros,
                finish.exitCode(),
                finish.signal(),
                finish.coreDumped(),
                whole.cpuMicros(),
                whole.residentBytes(),
                whole.readBytes(),
                whole.writtenBytes(),
                is.name(),
                isCaught ? is.cmdline() : null,
                is.userId(),
                is.user(),
                is.group(),
                ProcessExit.Source.TASKSTATS);
    }

    private static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }
}
