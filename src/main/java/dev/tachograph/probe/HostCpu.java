package dev.tachograph.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CPU time that the host did not spend working, since boot, all CPUs together. Source: proc_stat(5).
 *
 * @param cpus CPUs that are online
 * @param restTicks idle, waiting for I/O, or stolen by the hypervisor
 */
record HostCpu(int cpus, long restTicks) {
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;

    static HostCpu read(Path proc) throws IOException {
        try (var file = Files.newBufferedReader(proc.resolve("stat"), StandardCharsets.ISO_8859_1)) {
            List<String> lines = new ArrayList<>();
            String line;
            while ((line = file.readLine()) != null
                    && line.startsWith("cpu")) { // and none of the interrupts' long ones
                lines.add(line);
            }
            return parse(lines);
        }
    }

    /** @throws IllegalArgumentException when the line of all CPUs is missing or has too few numbers */
    static HostCpu parse(List<String> lines) {
        long rest = -1;
        int cpus = 0;
        for (String line : lines) {
            if (line.startsWith("cpu ")) {
                rest = rest(line.split(" +", -1));
            } else if (line.startsWith("cpu")) {
                cpus++;
            }
        }
        if (rest < 0 || cpus == 0) {
            throw new IllegalArgumentException("/proc/stat has no line of all CPUs");
        }
        return new HostCpu(cpus, rest);
    }

    private static long rest(String[] fields) {
        if (fields.length <= IOWAIT) {
            throw new IllegalArgumentException("/proc/stat has %d numbers for all CPUs".formatted(fields.length - 1));
        }
        long steal = fields.length > STEAL ? Long.parseLong(fields[STEAL]) : 0;
        return Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IOWAIT]) + steal;
    }

    /**
     * CPU time that was spent working since an earlier look; {@code null} when CPUs came or went in between. Less than
     * nothing is possible, as the sources differ.
     */
    @Nullable Long busyMicrosSince(HostCpu earlier, long intervalMicros, long ticksPerSecond) {
        return cpus == earlier.cpus
                ? Long.valueOf(cpus * intervalMicros - (restTicks - earlier.restTicks) * 1_000_000 / ticksPerSecond)
                : null;
    }
}
