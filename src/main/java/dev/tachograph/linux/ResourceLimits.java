package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * How much a process may have of what the kernel counts. A lower limit that is there already stays. Source: getrlimit(2).
 *
 * @param dataBytes memory that it may write to; what asks for more gets ENOMEM
 * @param fileBytes of the longest file that it may write
 * @param openFiles at a time
 */
record ResourceLimits(long dataBytes, long fileBytes, long openFiles) implements Restraint {
    private static final int RLIMIT_FSIZE = 1;
    private static final int RLIMIT_DATA = 2;
    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_NOFILE = 7;
    private static final int RLIMIT_MEMLOCK = 8;
    private static final int RLIMIT_MSGQUEUE = 12;
    private static final long BYTES_PER_MIB = 1 << 20;

    @Override
    public String apply(KernelCalls kernel) throws KernelRefusal {
        limit(kernel, RLIMIT_CORE, 0);
        limit(kernel, RLIMIT_MEMLOCK, 0);
        limit(kernel, RLIMIT_MSGQUEUE, 0);
        limit(kernel, RLIMIT_FSIZE, fileBytes);
        limit(kernel, RLIMIT_NOFILE, openFiles);
        limit(kernel, RLIMIT_DATA, dataBytes);
        return "%d MiB of memory, files of %d MiB, %d open files"
                .formatted(dataBytes / BYTES_PER_MIB, fileBytes / BYTES_PER_MIB, openFiles);
    }

    private static void limit(KernelCalls kernel, int resource, long most) throws KernelRefusal {
        MemorySegment found = kernel.arena().allocate(16, 8); // struct rlimit64
        kernel.require("getrlimit", SystemCall.PRLIMIT64, 0, resource, 0, found.address());
        long least = Long.compareUnsigned(most, found.get(JAVA_LONG, 8)) < 0 ? most : found.get(JAVA_LONG, 8);
        found.set(JAVA_LONG, 0, least);
        found.set(JAVA_LONG, 8, least);
        kernel.require("setrlimit", SystemCall.PRLIMIT64, 0, resource, found.address(), 0);
    }
}
