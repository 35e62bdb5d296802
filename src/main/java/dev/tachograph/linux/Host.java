package dev.tachograph.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Facts of the running kernel that do not change while it runs. */
public final class Host {
    private static final long AT_PAGESZ = 6;
    private static final long AT_CLKTCK = 17;
    private static final int DEFAULT_OPEN_FILES = 1024;

    private Host() {}

    /** The id of this boot. Source: random(4). */
    public static UUID bootId() {
        try {
            return UUID.fromString(
                    Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of this host; "localhost" where the kernel tells none. Source: proc_sys_kernel(5). */
    public static String name() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** Bytes per memory page. */
    public static long pageBytes() {
        return auxiliary(AT_PAGESZ);
    }

    /** Clock ticks per second, the unit of times in {@code /proc/PID/stat}. */
    public static long ticksPerSecond() {
        return auxiliary(AT_CLKTCK);
    }

    /** The soft limit of open files of this process. Source: proc_pid_limits(5). */
    static int openFilesLimit() {
        try (var lines = Files.lines(Path.of("/proc/self/limits"))) {
            return lines.filter(line -> line.startsWith("Max open files"))
                    .map(line ->
                            line.substring("Max open files".length()).strip().split(" +", 2)[0])
                    .map(text -> text.equals("unlimited")
                            ? Integer.MAX_VALUE
                            : Math.clamp(Long.parseLong(text), 0, Integer.MAX_VALUE))
                    .findFirst()
                    .orElse(DEFAULT_OPEN_FILES);
        } catch (IOException e) {
            return DEFAULT_OPEN_FILES;
        }
    }

    /**
     * The id of this process in the process file system under {@code root}; -1 for a copy of one, and for one that does not
     * see this process. It is another number than everywhere else when the files are those of another pid namespace.
     * Source: proc_pid(5).
     */
    static int ownPid(Path root) {
        try {
            return Integer.parseInt(Files.readSymbolicLink(root.resolve("self")).toString());
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    /** Reads the vector of pairs that the kernel gave this process. Source: getauxval(3). */
    private static long auxiliary(long key) {
        try {
            ByteBuffer pairs = ByteBuffer.wrap(Files.readAllBytes(Path.of("/proc/self/auxv")))
                    .order(ByteOrder.nativeOrder());
            while (pairs.remaining() >= 2 * Long.BYTES) {
                long found = pairs.getLong();
                long value = pairs.getLong();
                if (found == key) {
                    return value;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("/proc/self/auxv has no entry " + key);
    }
}
