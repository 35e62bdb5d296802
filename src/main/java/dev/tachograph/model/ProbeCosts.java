package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * CPU time that the parts of a look took, in microseconds; {@code null} for one that was not taken.
 *
 * @param processesMicros reading the processes
 * @param hostMicros reading the figures of the host
 * @param cgroupsMicros reading the control groups
 * @param exitsMicros taking in what ended since the look before, on all threads that do so
 */
public record ProbeCosts(
        @Nullable Long processesMicros,
        @Nullable Long hostMicros,
        @Nullable Long cgroupsMicros,
        @Nullable Long exitsMicros) {

    /** Nothing was measured. */
    public static final ProbeCosts UNKNOWN = new ProbeCosts(null, null, null, null);
}
