package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * The memory of the host at one instant, in bytes, and what happened to it in the interval before. {@code null} is "not known".
 * Sources: proc_meminfo(5), proc_vmstat(5).
 *
 * @param availableBytes what programs could still have without swapping
 * @param anonymousBytes pages of programs that no file is behind
 * @param sharedBytes tmpfs and shared memory
 * @param committedBytes address space that programs were promised
 * @param hugeTotalBytes huge pages, reserved ones included
 * @param majorFaults page faults that had to read from storage, in the interval
 * @param swapInBytes read from swap in the interval
 * @param swapOutBytes written to swap in the interval
 * @param oomKills processes that the kernel killed for want of memory, in the interval
 */
public record MemorySample(
        @Nullable Long totalBytes,
        @Nullable Long availableBytes,
        @Nullable Long freeBytes,
        @Nullable Long cachedBytes,
        @Nullable Long buffersBytes,
        @Nullable Long dirtyBytes,
        @Nullable Long writebackBytes,
        @Nullable Long anonymousBytes,
        @Nullable Long sharedBytes,
        @Nullable Long slabBytes,
        @Nullable Long slabReclaimableBytes,
        @Nullable Long pageTablesBytes,
        @Nullable Long committedBytes,
        @Nullable Long swapTotalBytes,
        @Nullable Long swapFreeBytes,
        @Nullable Long hugeTotalBytes,
        @Nullable Long hugeFreeBytes,
        @Nullable Long majorFaults,
        @Nullable Long swapInBytes,
        @Nullable Long swapOutBytes,
        @Nullable Long oomKills) {

    /** Nothing is known. */
    public static final MemorySample UNKNOWN = new MemorySample(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null);
}
