package dev.tachograph.probe;

import dev.tachograph.linux.KernelFiles;
import dev.tachograph.model.MemorySample;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the memory of the host. Sources: proc_meminfo(5), proc_vmstat(5). */
final class MemoryProbe {
    private static final KeyedNumbers MEMINFO = new KeyedNumbers(
            "MemTotal",
            "MemAvailable", // since Linux 3.14
            "MemFree",
            "Cached",
            "Buffers",
            "Dirty",
            "Writeback",
            "AnonPages",
            "Shmem",
            "Slab",
            "SReclaimable",
            "PageTables",
            "Committed_AS",
            "SwapTotal",
            "SwapFree",
            "HugePages_Total",
            "HugePages_Free",
            "Hugepagesize");
    private static final int HUGE_TOTAL = 15;
    private static final int HUGE_FREE = 16;
    private static final int HUGE_PAGE = 17;
    private static final long KILOBYTE = 1024;

    private static final KeyedNumbers VMSTAT =
            new KeyedNumbers("pgmajfault", "pswpin", "pswpout", "oom_kill"); // the last one since Linux 4.13

    private final KernelFiles proc;
    private final long pageBytes;
    private long @Nullable [] before;

    MemoryProbe(KernelFiles proc, long pageBytes) {
        this.proc = proc;
        this.pageBytes = pageBytes;
    }

    /** What is there now, in the order of {@code meminfo}'s keys. */
    long[] levels() throws IOException {
        int length = ProbeFiles.read(proc, "meminfo");
        long[] levels = MEMINFO.in(proc.bytes(), length);
        if (levels[0] < 0) {
            throw new IllegalArgumentException("/proc/meminfo has no MemTotal");
        }
        return levels;
    }

    /** What happened in an interval; {@code null} for what is not known. */
    record Events(
            @Nullable Long majorFaults,
            @Nullable Long swapInBytes,
            @Nullable Long swapOutBytes,
            @Nullable Long oomKills) {
        /** Nothing is known. */
        static final Events UNKNOWN = new Events(null, null, null, null);
    }

    /** What happened since the look before. */
    Events events(boolean hasInterval) throws IOException {
        long[] earlier = before;
        before = null; // and stays so when reading fails
        int length = ProbeFiles.read(proc, "vmstat");
        long[] now = VMSTAT.in(proc.bytes(), length);
        before = now;
        return earlier == null || !hasInterval
                ? Events.UNKNOWN
                : new Events(
                        Growth.of(earlier[0], now[0]),
                        Growth.of(earlier[1], now[1], pageBytes),
                        Growth.of(earlier[2], now[2], pageBytes),
                        Growth.of(earlier[3], now[3]));
    }

    /**
     * Both as one.
     *
     * @param levels {@code null} when they could not be read
     */
    static MemorySample sample(long @Nullable [] levels, Events events) {
        return new MemorySample(
                bytes(levels, 0),
                bytes(levels, 1),
                bytes(levels, 2),
                bytes(levels, 3),
                bytes(levels, 4),
                bytes(levels, 5),
                bytes(levels, 6),
                bytes(levels, 7),
                bytes(levels, 8),
                bytes(levels, 9),
                bytes(levels, 10),
                bytes(levels, 11),
                bytes(levels, 12),
                bytes(levels, 13),
                bytes(levels, 14),
                hugeBytes(levels, HUGE_TOTAL),
                hugeBytes(levels, HUGE_FREE),
                events.majorFaults,
                events.swapInBytes,
                events.swapOutBytes,
                events.oomKills);
    }

    private static @Nullable Long bytes(long @Nullable [] levels, int place) {
        return levels == null ? null : Growth.times(levels[place], KILOBYTE);
    }

    /** Huge pages are counted, and only those of the default size. */
    private static @Nullable Long hugeBytes(long @Nullable [] levels, int place) {
        Long pageBytes = bytes(levels, HUGE_PAGE);
        return levels == null || pageBytes == null || pageBytes == 0 ? null : Growth.times(levels[place], pageBytes);
    }
}
