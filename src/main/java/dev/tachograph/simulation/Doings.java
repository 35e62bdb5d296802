package dev.tachograph.simulation;

import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all processes of the made-up host did from one look to the next, and what they have now: every figure of the host
 * follows from it.
 *
 * @param isKnown whether the recorder looked before, so that it knows of an interval
 * @param samples of those alive
 * @param exits of those that ended
 * @param exitedMicros of these, CPU time that no look told of before
 * @param born processes that began, also those that ended at once
 * @param sums of those alive
 */
record Doings(
        long nowMicros,
        long elapsedMicros,
        boolean isKnown,
        List<ProcessSample> samples,
        List<ProcessExit> exits,
        long exitedMicros,
        int born,
        int oomKills,
        Sums sums) {

    /** Amounts of the interval, and levels at its end. */
    record Sums(
            long cpuMicros,
            long readBytes,
            long writtenBytes,
            long residentBytes,
            int threads,
            int running,
            int blocked) {

        static Sums of(List<ProcessSample> samples, List<ProcessExit> exits) {
            long cpu = 0;
            long read = 0;
            long written = 0;
            long resident = 0;
            int threads = 0;
            int running = 0;
            int blocked = 0;
            for (ProcessSample sample : samples) {
                cpu += orZero(sample.activity().cpuMicros());
                read += orZero(sample.activity().readBytes());
                written += orZero(sample.activity().writtenBytes());
                ProcessFigures figures = sample.figures();
                resident += figures.residentBytes();
                threads += figures.threads();
                running += figures.status() == ProcessStatus.RUNNING ? 1 : 0;
                blocked += figures.status() == ProcessStatus.DISK_SLEEP ? 1 : 0;
            }
            for (ProcessExit exit : exits) {
                read += exit.startTicks() == null ? orZero(exit.readBytes()) : 0;
                written += exit.startTicks() == null ? orZero(exit.writtenBytes()) : 0;
            }
            return new Sums(cpu, read, written, resident, threads, running, blocked);
        }
    }

    static long orZero(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }

    /** CPU time that somebody is known to have used. */
    long workMicros() {
        return sums.cpuMicros + exitedMicros;
    }

    /** What the recorder knows of an amount of the interval. */
    @Nullable Long known(long amount) {
        return isKnown ? Long.valueOf(amount) : null;
    }

    /** Of what decays or grows towards a goal within that time, the part that is behind after the interval. */
    double share(double secondsUsual) {
        return 1 - StrictMath.exp(-elapsedMicros / 1e6 / secondsUsual);
    }
}
