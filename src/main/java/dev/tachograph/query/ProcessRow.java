package dev.tachograph.query;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.ProcessStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One process in the table of an instant, as users see it; {@code null} is "not known".
 *
 * @param cpuUsage percent of one core over the interval before the instant
 * @param cpuTime seconds since the process began
 * @param memUsage bytes in RAM (RSS)
 * @param proportionalMemory bytes in RAM with shared pages divided among those that share them (PSS)
 * @param virtualMemory bytes of address space
 * @param runtime seconds since the process began
 * @param readBytes read from storage since the process began
 * @param readRate bytes per second over the interval
 * @param group where it stands in the cgroup tree, and what that tells
 */
public record ProcessRow(
        Instant timestamp,
        int pid,
        Instant startTime,
        int parentPid,
        String name,
        @Nullable String cmdline,
        @Nullable String user,
        @Nullable Long userId,
        ProcessStatus status,
        @Nullable Double cpuUsage,
        double cpuTime,
        long memUsage,
        @Nullable Long proportionalMemory,
        long virtualMemory,
        double runtime,
        int threads,
        @Nullable Long readBytes,
        @Nullable Long writeBytes,
        @Nullable Double readRate,
        @Nullable Double writeRate,
        @Nullable Long openFiles,
        ControlGroup group,
        boolean kernelThread) {

    /** The systemd unit that it belongs to. */
    public @Nullable String unit() {
        return group.unit();
    }

    /** The container that it runs in. */
    public @Nullable String container() {
        return group.container();
    }
}
