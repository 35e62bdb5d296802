package dev.tachograph.probe;

import dev.tachograph.linux.TaskExit;

/**
 * The CPU time of a thread that ended.
 *
 * <p>What the scheduler has accounted ({@code cpu_run_virtual_total}) ends at its last tick, or at the last time that the
 * thread was put off its CPU. Whatever ran for less than a tick is next to nothing by it: of 500 processes that worked for
 * 2 ms each it told 40 %. The figures by clock ticks ({@code ac_utime}, {@code ac_stime}) are no better, as they know only
 * whole ticks. But a thread that never gave up its CPU by itself was, all its life long, either running or waiting for a CPU,
 * and for how long it waited is known exactly. The rest of its life is what it ran.
 */
final class TaskCpu {
    /** The longest tick that kernels are built with (HZ=100): the accounts are not further behind than that. */
    private static final long LONGEST_TICK_NANOS = 10_000_000;

    private TaskCpu() {}

    /** What the thread ran beyond what is accounted, in nanoseconds; 0 where that is not known. */
    static long unaccountedNanos(TaskExit exit) {
        if (exit.voluntarySwitches() > 0 || exit.turns() == 0) {
            return 0;
        }
        long ran = exit.ageMicros() * 1000 - exit.waitedNanos();
        return Math.clamp(ran - exit.accountedNanos(), 0, LONGEST_TICK_NANOS);
    }
}
