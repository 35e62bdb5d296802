package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The system calls that reading /proc takes, over one native buffer, so that a look allocates next to nothing. Results that
 * are negative are negated {@link Errno error numbers}. Used by one thread at a time.
 */
final class SystemCalls implements AutoCloseable {
    static final int BUFFER_BYTES = 32 * 1024;
    /** Longest path, with its NUL. Source: PATH_MAX in linux/limits.h. */
    static final int PATH_BYTES = 4096;

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int AT_FDCWD = -100;
    private static final int STATX_NLINK = 0x04;
    private static final int STATX_UID = 0x08;
    private static final int STATX_INO = 0x100;
    private static final int STATX_SIZE = 0x200;
    /** Offsets in struct statx, which is the same on all architectures (unlike struct stat). Source: statx(2). */
    private static final int STATX_UID_OFFSET = 20;

    private static final int STATX_NLINK_OFFSET = 16;
    private static final int STATX_INO_OFFSET = 32;
    private static final int STATX_SIZE_OFFSET = 40;
    private static final int STATX_BYTES = 256;
    /** CPUCLOCK_SCHED of a whole process; see include/linux/posix-timers_types.h. */
    private static final int CPUCLOCK_SCHED = 2;
    /** Files of procfs that are shorter come whole with the first read. */
    static final int MAYBE_MORE_BYTES = 1024;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno = Libc.errnoRoom(arena);
    private final MemorySegment statx = arena.allocate(STATX_BYTES, 8);
    private final MemorySegment timespec = arena.allocate(16, 8);
    /** What {@link #getdents} filled. */
    final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
    /** The C string that {@link #open} and the questions about a path take. */
    final MemorySegment path = arena.allocate(PATH_BYTES);

    static boolean areSupported() {
        return Libc.OPEN != null
                && Libc.CLOSE != null
                && Libc.PREAD != null
                && Libc.GETDENTS64 != null
                && Libc.STATX != null
                && Libc.CLOCK_GETTIME != null;
    }

    /** Opens the path for reading and returns the descriptor. */
    int open() {
        try {
            int fd = (int) handle(Libc.OPEN).invokeExact(errno, path, O_RDONLY_CLOEXEC);
            return fd < 0 ? -Libc.errno(errno) : fd;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    void close(int fd) {
        try {
            int _ = (int) handle(Libc.CLOSE).invokeExact(errno, fd);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Reads from the file's begin until the target is full or the file ends: procfs may answer long files in pieces. */
    int pread(int fd, byte[] into) {
        int wanted = Math.min(into.length, BUFFER_BYTES);
        int have = 0;
        try {
            while (have < wanted) {
                MemorySegment rest = have == 0 ? buffer : buffer.asSlice(have);
                long count =
                        (long) handle(Libc.PREAD).invokeExact(errno, fd, rest, (long) (wanted - have), (long) have);
                if (count < 0) {
                    return -Libc.errno(errno);
                }
                have += (int) count;
                if (count == 0 || have < MAYBE_MORE_BYTES) {
                    break;
                }
            }
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
        MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, have);
        return have;
    }

    /** Reads one piece of the file into the buffer: what the kernel gives at once from there on, 0 bytes at the end. */
    int readPiece(int fd, long from) {
        try {
            long count = (long) handle(Libc.PREAD).invokeExact(errno, fd, buffer, (long) BUFFER_BYTES, from);
            return count < 0 ? -Libc.errno(errno) : (int) count;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Fills the buffer with directory entries and returns the number of bytes, 0 at the end. Source: getdents(2). */
    long getdents(int fd) {
        try {
            long filled = (long) handle(Libc.GETDENTS64).invokeExact(errno, fd, buffer, (long) BUFFER_BYTES);
            return filled < 0 ? -Libc.errno(errno) : filled;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** The user id that owns what is at the path. */
    long owner() {
        int result = statx(STATX_UID);
        return result < 0 ? result : Integer.toUnsignedLong(statx.get(JAVA_INT_UNALIGNED, STATX_UID_OFFSET));
    }

    /** The size that what is at the path says it has. */
    long size() {
        int result = statx(STATX_SIZE);
        return result < 0 ? result : statx.get(JAVA_LONG_UNALIGNED, STATX_SIZE_OFFSET);
    }

    /** Finds out which file is at the path: then {@link #inode} and {@link #links} tell. */
    int identify() {
        return statx(STATX_NLINK | STATX_INO);
    }

    /** The number of the file that was identified last. */
    long inode() {
        return statx.get(JAVA_LONG_UNALIGNED, STATX_INO_OFFSET);
    }

    /** The links to the file that was identified last; of a folder two and one for each folder within. */
    long links() {
        return Integer.toUnsignedLong(statx.get(JAVA_INT_UNALIGNED, STATX_NLINK_OFFSET));
    }

    private int statx(int mask) {
        try {
            int result = (int) handle(Libc.STATX).invokeExact(errno, AT_FDCWD, path, 0, mask, statx);
            return result < 0 ? -Libc.errno(errno) : result;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** CPU time of all threads of a process. Source: clock_getcpuclockid(3). */
    long cpuNanos(int pid) {
        int clock = (~pid << 3) | CPUCLOCK_SCHED;
        try {
            int result = (int) handle(Libc.CLOCK_GETTIME).invokeExact(errno, clock, timespec);
            if (result < 0) {
                return -Libc.errno(errno);
            }
            return timespec.get(JAVA_LONG, 0) * 1_000_000_000L + timespec.get(JAVA_LONG, 8);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private static MethodHandle handle(@Nullable MethodHandle handle) {
        return requireNonNull(handle, "not supported here; see areSupported()");
    }

    @Override
    public void close() {
        arena.close();
    }
}
