package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * How large a file system is and what of it is free. Source: statvfs(3).
 *
 * <p>Negative sizes are beyond what 63 bits can hold, as some file systems of users say for fun.
 *
 * @param error a negated {@link Errno error number} when it could not be asked, and then all the rest is 0; else 0
 * @param availableBytes free for ordinary users
 * @param inodes 0 for one without such a limit
 */
public record FilesystemSize(
        int error, long sizeBytes, long freeBytes, long availableBytes, long inodes, long inodesFree) {
    /** Larger than struct statvfs of any C library. */
    private static final int STATVFS_BYTES = 256;
    /** Offsets in struct statvfs, the same on all 64-bit architectures, with glibc and with musl: the first seven are longs. */
    private static final int FRAGMENT_BYTES = 8;

    private static final int BLOCKS = 16;
    private static final int BLOCKS_FREE = 24;
    private static final int BLOCKS_AVAILABLE = 32;
    private static final int INODES = 40;
    private static final int INODES_FREE = 48;

    /** An answer without sizes. */
    static FilesystemSize failed(int error) {
        return new FilesystemSize(error, 0, 0, 0, 0, 0);
    }

    /**
     * Asks the file system at a path, which may hold any bytes. May wait for ever: for a server that does not answer.
     */
    public static FilesystemSize at(byte[] path) {
        return Libc.STATVFS != null && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                ? ask(path)
                : askPlainly(path);
    }

    private static FilesystemSize ask(byte[] path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Libc.errnoRoom(arena);
            MemorySegment found = arena.allocate(STATVFS_BYTES, 8);
            MemorySegment name = arena.allocate(path.length + 1L);
            MemorySegment.copy(path, 0, name, JAVA_BYTE, 0, path.length);
            int result;
            try {
                result = (int) requireNonNull(Libc.STATVFS).invokeExact(errno, name, found);
            } catch (Throwable e) {
                throw Libc.broken(e);
            }
            if (result < 0) {
                return failed(-Libc.errno(errno));
            }
            long unit = found.get(JAVA_LONG, FRAGMENT_BYTES);
            return new FilesystemSize(
                    0,
                    bytes(unit, found.get(JAVA_LONG, BLOCKS)),
                    bytes(unit, found.get(JAVA_LONG, BLOCKS_FREE)),
                    bytes(unit, found.get(JAVA_LONG, BLOCKS_AVAILABLE)),
                    found.get(JAVA_LONG, INODES),
                    found.get(JAVA_LONG, INODES_FREE));
        }
    }

    private static long bytes(long unit, long blocks) {
        return unit < 0 || blocks < 0 || (unit > 0 && blocks > Long.MAX_VALUE / unit) ? -1 : unit * blocks;
    }

    /** The same through plain Java, which knows nothing of inodes. */
    static FilesystemSize askPlainly(byte[] path) {
        try {
            FileStore store = Files.getFileStore(Path.of(new String(path, UTF_8)));
            return new FilesystemSize(
                    0, store.getTotalSpace(), store.getUnallocatedSpace(), store.getUsableSpace(), 0, 0);
        } catch (NoSuchFileException | InvalidPathException _) {
            return failed(-Errno.ENOENT);
        } catch (AccessDeniedException _) {
            return failed(-Errno.EACCES);
        } catch (IOException _) {
            return failed(-Errno.EIO);
        }
    }
}
