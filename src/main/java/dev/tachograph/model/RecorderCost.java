package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What the recorder itself has and did, seen like any other process.
 *
 * @param cpuMicros CPU time in the interval
 * @param residentBytes memory in RAM
 * @param writtenBytes written to storage in the interval
 * @param queueDepth ticks that waited for the writer
 */
public record RecorderCost(
        @Nullable Long cpuMicros,
        @Nullable Long residentBytes,
        @Nullable Long writtenBytes,
        int queueDepth) {}
