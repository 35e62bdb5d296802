package dev.tachograph.linux;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Small files of the kernel in a tree of folders, as those of control groups. There are two ways to them that give the same
 * figures: system calls, and plain Java files where those are missing. Used by one thread at a time.
 *
 * <p>Paths are absolute and have a character for each byte, as ISO 8859-1 does: a name of the kernel's may be no text. Numbers
 * that a call returns are results when they are not negative, and negated {@link Errno error numbers} when they are.
 */
public sealed interface KernelTree extends AutoCloseable permits SyscallKernelTree, PlainKernelTree {

    /** The best way that this host offers. */
    static KernelTree open() {
        return SystemCalls.areSupported() ? new SyscallKernelTree() : new PlainKernelTree();
    }

    /** The plainest way, for hosts (and tests) without the other. */
    static KernelTree openPlain() {
        return new PlainKernelTree();
    }

    /** Reads the begin of a file into the buffer and returns the number of bytes. */
    int read(String file, byte[] into);

    /** A file that will be read again and again, and may keep a descriptor in between: close it. */
    KeptFile keep(String file);

    /** Which folder this is; {@code null} when there is none to be seen. */
    @Nullable Folder folder(String path);

    /** The names of the folders within, in no order; none when it cannot be listed. */
    List<String> folders(String path);

    @Override
    void close();

    /**
     * A folder at one instant.
     *
     * @param inode another one when it was removed and made anew
     * @param links two, and one for each folder within; fewer where the file system does not count them
     */
    record Folder(long inode, long links) {}

    /** A file that stays open where possible; what was removed then answers with an error for ever. */
    interface KeptFile extends AutoCloseable {
        /** Reads the file from its begin and returns the number of bytes. */
        int read(byte[] into);

        @Override
        void close();
    }
}
