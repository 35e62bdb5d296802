package dev.tachograph.probe;

import dev.tachograph.linux.Errno;
import dev.tachograph.linux.KernelFiles;
import java.io.IOException;

/** Reads files of the kernel that must be there, and those that some kernels do not have. */
final class ProbeFiles {
    private static final int EOPNOTSUPP = 95;

    private ProbeFiles() {}

    /** Reads a file and returns its length. */
    static int read(KernelFiles files, String name) throws IOException {
        return checked(files, name, files.read(name));
    }

    /** Reads a file and returns its length; 0 where the kernel does not have it. */
    static int readIfThere(KernelFiles files, String name) throws IOException {
        int length = files.read(name);
        return length == -Errno.ENOENT || length == -EOPNOTSUPP ? 0 : checked(files, name, length);
    }

    private static int checked(KernelFiles files, String name, int length) throws IOException {
        if (length < 0) {
            throw new IOException("%s/%s cannot be read: error %d".formatted(files.root(), name, -length));
        }
        return length;
    }
}
