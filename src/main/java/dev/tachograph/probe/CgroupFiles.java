package dev.tachograph.probe;

import static dev.tachograph.probe.CgroupFigure.*;

import dev.tachograph.linux.KernelTree;
import java.util.function.Predicate;

/**
 * Reads the files of a control group, those of version 1 and those of version 2. A file that is not there leaves its figures
 * unknown: its controller is not enabled for the group, or the kernel is older than the file. {@code memory.stat} and the
 * figures of each CPU are left alone, which cost as much as all the others together. Used by one thread at a time.
 * Source: Documentation/admin-guide/cgroup-v2.rst and cgroup-v1.
 */
final class CgroupFiles {
    private static final int MOST_BYTES = 16 * 1024;
    /** Version 1 writes "no limit" as the largest number of whole pages. */
    private static final long NO_LIMIT = 1L << 62;

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final KernelTree files;
    private final long ticksPerSecond;
    private final Predicate<String> devices;
    private final byte[] buffer = new byte[MOST_BYTES];

    /** @param devices whether to count what a device did, by its numbers such as {@code 8:0} */
    CgroupFiles(KernelTree files, long ticksPerSecond, Predicate<String> devices) {
        this.files = files;
        this.ticksPerSecond = ticksPerSecond;
        this.devices = devices;
    }

    /** The file whose number says whether the group ran. */
    static String cpuFile(CgroupMount mount, String folder) {
        return folder + (mount.unified() ? "/cpu.stat" : "/cpuacct.usage");
    }

    /** CPU time by that file; what else it tells goes into the reading. */
    void cpu(CgroupMount mount, KernelTree.KeptFile file, CgroupReading to) {
        CgroupText text = CgroupText.of(buffer, file.read(buffer));
        if (mount.unified()) {
            to.set(CPU, text.ofKey("usage_usec"));
            to.replace(USER, text.ofKey("user_usec"));
            to.replace(SYSTEM, text.ofKey("system_usec"));
            to.replace(THROTTLED, text.ofKey("throttled_usec"));
        } else {
            to.set(CPU, micros(text.number()));
        }
    }

    /** What may have changed although no thread of the group ran: the kernel writes later, and who waits does not run. */
    void waiting(CgroupMount mount, String folder, CgroupReading to) {
        if (mount.unified()) {
            if (mount.controllers().contains("io")) {
                CgroupText io = text(folder + "/io.stat");
                if (!io.isEmpty() || files.folder(folder + "/io.stat") != null) {
                    to.offer(READ, io.sumOver(devices, " rbytes="));
                    to.offer(WRITTEN, io.sumOver(devices, " wbytes="));
                }
            }
            to.offer(CPU_SOME, text(folder + "/cpu.pressure").pressure("some"));
            CgroupText memory = text(folder + "/memory.pressure");
            to.offer(MEMORY_SOME, memory.pressure("some"));
            to.offer(MEMORY_FULL, memory.pressure("full"));
            CgroupText io = text(folder + "/io.pressure");
            to.offer(IO_SOME, io.pressure("some"));
            to.offer(IO_FULL, io.pressure("full"));
        } else if (mount.controllers().contains("blkio")) {
            CgroupText io = text(folder + "/blkio.throttle.io_service_bytes_recursive");
            CgroupText known = io.isEmpty() ? text(folder + "/blkio.throttle.io_service_bytes") : io;
            if (!known.isEmpty()) {
                to.offer(READ, known.sumOver(devices, " Read "));
                to.offer(WRITTEN, known.sumOver(devices, " Write "));
            }
        }
    }

    /** What changes while it runs. */
    void running(CgroupMount mount, String folder, CgroupReading to) {
        if (mount.unified()) {
            if (mount.controllers().contains("memory")) {
                to.offer(MEMORY, text(folder + "/memory.current").number());
                to.offer(SWAP, text(folder + "/memory.swap.current").number());
                to.offer(OOM_KILLS, text(folder + "/memory.events").ofKey("oom_kill"));
            }
            if (mount.controllers().contains("pids")) {
                to.offer(PIDS, text(folder + "/pids.current").number());
            }
            return;
        }
        for (String controller : mount.controllers()) {
            switch (controller) {
                case "cpuacct" -> cpuParts(text(folder + "/cpuacct.stat"), to);
                case "cpu" ->
                    to.replace(THROTTLED, micros(text(folder + "/cpu.stat").ofKey("throttled_time")));
                case "memory" -> legacyMemory(folder, to);
                case "pids" -> to.offer(PIDS, text(folder + "/pids.current").number());
                default -> {}
            }
        }
    }

    /** What seldom changes. */
    void settled(CgroupMount mount, String folder, CgroupReading to) {
        if (mount.unified()) {
            to.offer(POPULATED, text(folder + "/cgroup.events").ofKey("populated"));
            if (mount.controllers().contains("memory")) {
                to.offer(MEMORY_PEAK, text(folder + "/memory.peak").number());
                to.offer(MEMORY_LIMIT, text(folder + "/memory.max").number());
            }
        } else if (mount.controllers().contains("memory")) {
            to.offer(MEMORY_PEAK, text(folder + "/memory.max_usage_in_bytes").number());
            long limit = text(folder + "/memory.limit_in_bytes").number();
            to.offer(MEMORY_LIMIT, limit >= NO_LIMIT ? -1 : limit);
        }
        if (mount.controllers().contains("pids")) {
            to.offer(PIDS_LIMIT, text(folder + "/pids.max").number());
        }
    }

    private void cpuParts(CgroupText parts, CgroupReading to) {
        to.replace(USER, CgroupText.in(parts.ofKey("user"), this::ticksToMicros));
        to.replace(SYSTEM, CgroupText.in(parts.ofKey("system"), this::ticksToMicros));
    }

    private void legacyMemory(String folder, CgroupReading to) {
        long memory = text(folder + "/memory.usage_in_bytes").number();
        long both = text(folder + "/memory.memsw.usage_in_bytes").number();
        to.offer(MEMORY, memory);
        to.offer(SWAP, memory < 0 || both < 0 ? -1 : Math.max(0, both - memory)); // not read at one instant
        to.offer(OOM_KILLS, text(folder + "/memory.oom_control").ofKey("oom_kill"));
    }

    private long ticksToMicros(long ticks) {
        return ticks > Long.MAX_VALUE / MICROS_PER_SECOND ? -1 : ticks * MICROS_PER_SECOND / ticksPerSecond;
    }

    private static long micros(long nanos) {
        return CgroupText.in(nanos, value -> value / 1000);
    }

    private CgroupText text(String file) {
        return CgroupText.of(buffer, files.read(file, buffer));
    }
}
