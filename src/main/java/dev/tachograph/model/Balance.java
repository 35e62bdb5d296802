package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * Where the CPU time of an interval went: microseconds, {@code null} where it is not known. What the host was busy for is the sum
 * of what living processes, those that ended and interrupts used, and of a rest that nobody can name. The rest may be negative,
 * since these figures come from different clocks of the kernel.
 *
 * @param hostBusyMicros all CPUs together
 * @param exitedMicros used by processes that ended in the interval, and that no look told of before
 * @param interruptMicros spent on interrupts, hard and soft
 */
public record Balance(
        @Nullable Long hostBusyMicros,
        @Nullable Long exitedMicros,
        @Nullable Long interruptMicros) {

    /** Nothing is known. */
    public static final Balance UNKNOWN = new Balance(null, null, null);
}
