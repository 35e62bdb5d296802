package dev.tachograph.probe;

import dev.tachograph.linux.ProcFs.StatFile;
import dev.tachograph.model.ProcessSample;

/** What the probe remembers of one process from look to look. Belongs to the probe's thread. */
final class TrackedProcess implements AutoCloseable {
    final int pid;
    final StatFile stat;
    ProcessSample sample;
    /** By the process's own CPU clock, or by its clock ticks where that is refused. */
    long cpuNanos;

    boolean cpuByClock;
    /** CPU time of its children that ended, in clock ticks. */
    long childTicks;
    /** What tells one program from the next in the same process: see {@link StatLine}. */
    boolean beforeExec;

    long programMark;
    /** When all its files were last read, on CLOCK_BOOTTIME. */
    long describedNanos;

    TrackedProcess(int pid, StatFile stat, ProcessSample sample) {
        this.pid = pid;
        this.stat = stat;
        this.sample = sample;
    }

    @Override
    public void close() {
        stat.close();
    }
}
