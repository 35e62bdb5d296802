package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What a process has: levels and totals at one instant. {@code null} is "not known", for want of permission.
 *
 * @param threads threads of the process
 * @param virtualBytes address space (VSZ)
 * @param residentBytes memory in RAM (RSS); pages shared with others count in full
 * @param cpuMicros CPU time since the process began, all threads
 * @param readBytes read from storage since the process began; see proc_pid_io(5)
 * @param writtenBytes written to storage since the process began
 * @param openFiles open file descriptors
 * @param proportionalBytes memory in RAM with shared pages divided among those that share them (PSS), as far as it was
 *     looked at lately; see proc_pid_smaps(5)
 */
public record ProcessFigures(
        ProcessStatus status,
        int threads,
        long virtualBytes,
        long residentBytes,
        long cpuMicros,
        @Nullable Long readBytes,
        @Nullable Long writtenBytes,
        @Nullable Long openFiles,
        @Nullable Long proportionalBytes) {

    /** Figures without the costly one. */
    public ProcessFigures(
            ProcessStatus status,
            int threads,
            long virtualBytes,
            long residentBytes,
            long cpuMicros,
            @Nullable Long readBytes,
            @Nullable Long writtenBytes,
            @Nullable Long openFiles) {
        this(status, threads, virtualBytes, residentBytes, cpuMicros, readBytes, writtenBytes, openFiles, null);
    }
}
