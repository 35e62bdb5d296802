package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What a block device did in an interval. {@code null} is "not known": it was not there before, or counts anew. Source:
 * Documentation/admin-guide/iostats.rst.
 *
 * @param device such as {@code sda}; partitions, loop and RAM devices that nobody uses are left out
 * @param reads operations that were completed
 * @param readBytes in sectors of 512 bytes each, as the kernel counts them
 * @param readMicros time that the reads took, from request to completion, added up
 * @param busyMicros time with at least one operation under way
 * @param queueMicros time of all operations under way added up: over the interval, the average queue
 * @param inFlight operations under way, now
 */
public record DiskSample(
        String device,
        @Nullable Long reads,
        @Nullable Long writes,
        @Nullable Long discards,
        @Nullable Long readBytes,
        @Nullable Long writtenBytes,
        @Nullable Long discardedBytes,
        @Nullable Long readMicros,
        @Nullable Long writeMicros,
        @Nullable Long busyMicros,
        @Nullable Long queueMicros,
        @Nullable Long inFlight) {}
