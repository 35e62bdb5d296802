package dev.tachograph.linux;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The kernel's process files. There are two ways to them that give the same figures: system calls through the
 * foreign-function API, and plain Java files where those are missing. Used by one thread at a time.
 *
 * <p>Numbers that a call returns are results when they are not negative, and negated {@link Errno error numbers} when they
 * are: a process that has gone is normal here, and an exception per vanished process would cost more than the look itself.
 */
public sealed interface ProcFs extends AutoCloseable permits SyscallProcFs, FileProcFs {

    /** The best way that this host offers to the process files under {@code root}, such as {@code /proc}. */
    static ProcFs open(Path root) {
        return SystemCalls.areSupported() ? new SyscallProcFs(root) : new FileProcFs(root);
    }

    /** The plainest way, for hosts (and tests) without the other. */
    static ProcFs openPlain(Path root) {
        return new FileProcFs(root);
    }

    /** What this way is called, for people. */
    String way();

    /** The id of this process as these files name it, or -1 when they are not the live ones of this host. */
    int self();

    /** The ids of all processes (never of threads), ascending. */
    int[] pids() throws IOException;

    /**
     * CPU time that a process has used, all its threads together, in nanoseconds; {@code -ENOSYS} where there is no such
     * clock, or where the clocks name other processes by these ids than the files do. Costs a tenth of reading any file.
     * Source: clock_getcpuclockid(3), kernel/time/posix-cpu-timers.c.
     */
    long cpuNanos(int pid);

    /** The process's {@code stat} file, which may keep a descriptor between reads: close it. */
    StatFile stat(int pid);

    /** Reads the begin of {@code /proc/PID/NAME} into the buffer and returns the number of bytes. */
    int read(int pid, String name, byte[] into);

    /** The effective user id of the process: the owner of its directory. */
    long owner(int pid);

    /** How many files the process has open; since Linux 6.2 without any permission. */
    long openFiles(int pid);

    @Override
    void close();

    /**
     * {@code /proc/PID/stat} of one process. A kept descriptor answers {@code -ESRCH} for ever once that process is gone; a
     * file that is opened anew may be the next process's of that id, and only its start time tells.
     */
    interface StatFile extends AutoCloseable {
        /** Reads the file from its begin and returns the number of bytes. */
        int read(byte[] into);

        @Override
        void close();
    }
}
