package dev.tachograph.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The ways to the process files, for tests of other packages. */
public final class ProcFsWays {
    private ProcFsWays() {}

    /** By system calls, with at most this many descriptors kept. */
    public static ProcFs keeping(int limit) {
        return new SyscallProcFs(Path.of("/proc"), limit);
    }

    /** Descriptors that {@link #keeping} keeps, by its own count. */
    public static int kept(ProcFs proc) {
        return ((SyscallProcFs) proc).kept();
    }

    /** Descriptors of this JVM that are {@code stat} files of processes, by the kernel's count. */
    public static long openStatFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(ProcFsWays::isStatFile).count();
        }
    }

    private static boolean isStatFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().matches("/proc/\\d+/stat");
        } catch (IOException _) {
            return false; // closed meanwhile, as the one of this listing
        }
    }
}
