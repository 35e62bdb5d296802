package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What the recorder itself has and did, seen like any other process.
 *
 * @param cpuMicros CPU time in the interval
 * @param residentBytes memory in RAM
 * @param writtenBytes written to storage in the interval
 * @param queueDepth ticks that waited for the writer
 * @param queuedLogBytes log lines that waited for the writer
 * @param probes what the parts of the look cost
 */
public record RecorderCost(
        @Nullable Long cpuMicros,
        @Nullable Long residentBytes,
        @Nullable Long writtenBytes,
        int queueDepth,
        long queuedLogBytes,
        ProbeCosts probes) {

    /** What a recorder of processes alone knows of itself. */
    public RecorderCost(
            @Nullable Long cpuMicros, @Nullable Long residentBytes, @Nullable Long writtenBytes, int queueDepth) {
        this(cpuMicros, residentBytes, writtenBytes, queueDepth, 0, ProbeCosts.UNKNOWN);
    }
}
