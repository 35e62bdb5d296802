package dev.tachograph.model;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A control group: levels at one instant, amounts of the interval before. Amounts are {@code null} where they are not known:
 * the group was not there before, counts anew, or its controller is not enabled. Source: Documentation/admin-guide/cgroup-v2.rst
 * and, for version 1, Documentation/admin-guide/cgroup-v1.
 *
 * @param group which one, and what its path tells; the path of the root is {@code /}
 * @param throttledMicros time that its threads were held back by a limit of CPU time
 * @param memoryPeakBytes most that it ever had
 * @param memoryLimitBytes {@code null} for none
 * @param readBytes from storage
 * @param pids processes and threads in it
 * @param pidsLimit {@code null} for none
 * @param cpuSomeMicros pressure; see {@link PressureSample}
 * @param oomKills processes of it that the kernel killed for want of memory
 */
public record CgroupSample(
        ControlGroup group,
        @Nullable Long cpuMicros,
        @Nullable Long userMicros,
        @Nullable Long systemMicros,
        @Nullable Long throttledMicros,
        @Nullable Long memoryBytes,
        @Nullable Long memoryPeakBytes,
        @Nullable Long memoryLimitBytes,
        @Nullable Long swapBytes,
        @Nullable Long readBytes,
        @Nullable Long writtenBytes,
        @Nullable Long pids,
        @Nullable Long pidsLimit,
        @Nullable Long cpuSomeMicros,
        @Nullable Long memorySomeMicros,
        @Nullable Long memoryFullMicros,
        @Nullable Long ioSomeMicros,
        @Nullable Long ioFullMicros,
        @Nullable Long oomKills) {

    /** Whether nothing happened in it: no amount is known that is not zero. */
    public boolean isQuiet() {
        return isNothing(cpuMicros)
                && isNothing(throttledMicros)
                && isNothing(readBytes)
                && isNothing(writtenBytes)
                && isNothing(cpuSomeMicros)
                && isNothing(memorySomeMicros)
                && isNothing(ioSomeMicros)
                && isNothing(oomKills);
    }

    private static boolean isNothing(@Nullable Long amount) {
        return amount == null || amount == 0;
    }

    /** Whether its levels are those of another look at it, and the same of its amounts are known. */
    public boolean hasLevelsOf(CgroupSample other) {
        return group.equals(other.group)
                && Objects.equals(memoryBytes, other.memoryBytes)
                && Objects.equals(memoryLimitBytes, other.memoryLimitBytes)
                && Objects.equals(swapBytes, other.swapBytes)
                && Objects.equals(pids, other.pids)
                && Objects.equals(pidsLimit, other.pidsLimit)
                && (cpuMicros == null) == (other.cpuMicros == null);
    }

    /** The path by which it is known. */
    public String path() {
        String path = group.path();
        return path == null ? "/" : path;
    }
}
