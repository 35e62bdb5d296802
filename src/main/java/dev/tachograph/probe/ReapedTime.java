package dev.tachograph.probe;

import dev.tachograph.model.ProcessSample;

/**
 * CPU time of processes that ended between two looks, as the accounts of their parents have it: a parent that waits for a
 * child is credited with all that this child used, and its children before it. Source: proc_pid_stat(5), fields 16 and 17.
 *
 * <p>What all accounts grew by, less what was known before of those that went, is what nobody has told. Both sides are added
 * up over all processes, since a child may be waited for by another one than its parent. A parent that takes no notice of its
 * children gets no credit, so the rest may be less than nothing; and one that was read just before it was credited makes it so
 * for one look, and too much at the next: the next one is lowered by it.
 */
final class ReapedTime {
    private final long tickMicros;
    private long creditTicks;
    private long knownMicros;
    private long owedMicros;
    private boolean broken = true;

    ReapedTime(long ticksPerSecond) {
        tickMicros = 1_000_000 / ticksPerSecond;
    }

    /** Begins a look; what happened since the look before may have no rate. */
    void begin(boolean continuous) {
        broken = !continuous;
        owedMicros = continuous ? Math.max(0, knownMicros - creditTicks * tickMicros) : 0;
        creditTicks = 0;
        knownMicros = 0;
    }

    /** A process has been credited with so much since it was looked at before, or since its begin. */
    void credited(long ticks) {
        creditTicks += Math.max(0, ticks);
    }

    /** A process is no longer there that had used this much and had this credit. */
    void gone(ProcessSample last, long childTicks) {
        knownMicros += last.figures().cpuMicros() + childTicks * tickMicros;
    }

    /** What nobody has told, in microseconds; -1 where that has no rate. */
    long micros() {
        return broken ? -1 : Math.max(0, creditTicks * tickMicros - knownMicros - owedMicros);
    }
}
