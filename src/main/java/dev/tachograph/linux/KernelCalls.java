package dev.tachograph.linux;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * System calls by number, for what the C library has no function for everywhere. Results that are negative are negated {@link
 * Errno error numbers}. For one thread.
 */
final class KernelCalls implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment errno = Libc.errnoRoom(arena);
    private final Machine machine;

    private KernelCalls(Machine machine) {
        this.machine = machine;
    }

    /** @throws KernelRefusal on a processor, or with a C library, that nobody has tried this on */
    static KernelCalls open() throws KernelRefusal {
        Machine machine = Machine.here();
        if (machine == null || Libc.SYSCALL == null || Libc.OPEN == null || Libc.CLOSE == null) {
            throw new KernelRefusal("system calls of " + System.getProperty("os.arch"), Errno.ENOSYS);
        }
        return new KernelCalls(machine);
    }

    Machine machine() {
        return machine;
    }

    /** Memory that lasts until this is closed. */
    Arena arena() {
        return arena;
    }

    /** Makes a call; arguments that are not given are 0. */
    long call(SystemCall which, long... given) {
        return callNumber(which.number(machine), given);
    }

    /** The same by a number of this machine. */
    long callNumber(long number, long... given) {
        long[] all = new long[5];
        System.arraycopy(given, 0, all, 0, given.length);
        try {
            long result = (long)
                    requireNonNull(Libc.SYSCALL).invokeExact(errno, number, all[0], all[1], all[2], all[3], all[4]);
            return result < 0 ? -Libc.errno(errno) : result;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /**
     * Makes a call that has to succeed.
     *
     * @throws KernelRefusal that names {@code what}
     */
    long require(String what, SystemCall which, long... given) throws KernelRefusal {
        long result = call(which, given);
        if (result < 0) {
            throw new KernelRefusal(what, (int) -result);
        }
        return result;
    }

    /**
     * Opens a path.
     *
     * @return the descriptor, or a negated error number
     */
    int open(String path, int flags) {
        try {
            int fd = (int) requireNonNull(Libc.OPEN).invokeExact(errno, arena.allocateFrom(path), flags);
            return fd < 0 ? -Libc.errno(errno) : fd;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    void close(int fd) {
        try {
            int _ = (int) requireNonNull(Libc.CLOSE).invokeExact(errno, fd);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}
