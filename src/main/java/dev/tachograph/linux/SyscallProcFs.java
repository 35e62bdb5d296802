package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The process files through system calls: {@code getdents64}, {@code pread} of kept descriptors, {@code statx} and the
 * per-process CPU clocks. What this kernel or a filter of system calls refuses is found out once, at the start.
 */
final class SyscallProcFs implements ProcFs {
    private static final int MOST_KEPT = 4096;

    /** Offsets in struct linux_dirent64. Source: getdents(2). */
    private static final int RECORD_LENGTH = 16;

    private static final int RECORD_NAME = 19;

    private final SystemCalls calls = new SystemCalls();
    private final Path root;
    private final int prefixBytes;
    private final int self;
    private final boolean clocksAgree;
    private final boolean ownersTold;
    private final boolean fdSizeTold;
    private final int keptLimit;
    private int kept;
    private int[] pids = new int[1024];

    SyscallProcFs(Path root) {
        this(root, Math.clamp(Host.openFilesLimit() / 4, 0, MOST_KEPT));
    }

    /** @param keptLimit the most descriptors to keep, each of which costs 4.4 KB of kernel memory */
    SyscallProcFs(Path root, int keptLimit) {
        this.root = root;
        this.keptLimit = keptLimit;
        byte[] prefix = (root + "/").getBytes(StandardCharsets.UTF_8);
        if (prefix.length > SystemCalls.PATH_BYTES / 2) {
            throw new IllegalArgumentException("path too long: " + root);
        }
        MemorySegment.copy(prefix, 0, calls.path, JAVA_BYTE, 0, prefix.length);
        prefixBytes = prefix.length;
        self = Host.ownPid(root);
        clocksAgree = self == ProcessHandle.current().pid();
        ownersTold = self < 0 || pathOf(self, "").owner() >= 0;
        fdSizeTold = self > 0 && pathOf(self, "fd").size() > 0;
    }

    @Override
    public String way() {
        return "system calls";
    }

    @Override
    public int self() {
        return self;
    }

    @Override
    public int[] pids() throws IOException {
        calls.path.set(JAVA_BYTE, prefixBytes, (byte) 0);
        int fd = calls.open();
        if (fd < 0) {
            throw new IOException("%s cannot be opened: error %d".formatted(root, -fd));
        }
        try {
            int count = 0;
            long filled;
            while ((filled = calls.getdents(fd)) > 0) {
                count = addPids(filled, count);
            }
            if (filled < 0) {
                throw new IOException("%s cannot be listed: error %d".formatted(root, -filled));
            }
            int[] found = Arrays.copyOf(pids, count);
            Arrays.sort(found); // procfs lists in order; a copy of it on another file system does not
            return found;
        } finally {
            calls.close(fd);
        }
    }

    private int addPids(long filled, int count) {
        int added = count;
        for (long at = 0; at < filled; at += recordLength(at)) {
            int pid = number(at + RECORD_NAME);
            if (pid > 0) {
                if (added == pids.length) {
                    pids = Arrays.copyOf(pids, added * 2);
                }
                pids[added++] = pid;
            }
        }
        return added;
    }

    private int recordLength(long at) {
        return calls.buffer.get(JAVA_SHORT_UNALIGNED, at + RECORD_LENGTH) & 0xFFFF;
    }

    /** The process id that a name in the buffer is, or -1. */
    private int number(long at) {
        long value = 0;
        for (long i = at; value <= Integer.MAX_VALUE; i++) {
            byte digit = calls.buffer.get(JAVA_BYTE, i);
            if (digit == 0) {
                return (int) value;
            }
            if (digit < '0' || digit > '9') {
                return -1;
            }
            value = value * 10 + (digit - '0');
        }
        return -1;
    }

    @Override
    public long cpuNanos(int pid) {
        return clocksAgree ? calls.cpuNanos(pid) : -Errno.ENOSYS;
    }

    @Override
    public StatFile stat(int pid) {
        return new KeptStat(pid);
    }

    @Override
    public int read(int pid, String name, byte[] into) {
        int fd = pathOf(pid, name).open();
        if (fd < 0) {
            return fd;
        }
        try {
            return calls.pread(fd, into);
        } finally {
            calls.close(fd);
        }
    }

    @Override
    public long owner(int pid) {
        return ownersTold ? pathOf(pid, "").owner() : StatusFile.userId(this, pid);
    }

    @Override
    public long openFiles(int pid) {
        return fdSizeTold ? pathOf(pid, "fd").size() : countOpenFiles(pid);
    }

    private long countOpenFiles(int pid) {
        int fd = pathOf(pid, "fd").open();
        if (fd < 0) {
            return fd;
        }
        try {
            long entries = -2; // . and ..
            long filled;
            while ((filled = calls.getdents(fd)) > 0) {
                for (long at = 0; at < filled; at += recordLength(at)) {
                    entries++;
                }
            }
            return filled < 0 ? filled : Math.max(0, entries);
        } finally {
            calls.close(fd);
        }
    }

    @Override
    public void close() {
        calls.close();
    }

    /** How many descriptors are kept open. */
    int kept() {
        return kept;
    }

    /** The calls, with ROOT/PID/NAME as their path, or ROOT/PID when the name is empty. */
    private SystemCalls pathOf(int pid, String name) {
        int at = prefixBytes;
        int digits = 1;
        for (int rest = pid; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = pid;
        for (int i = at + digits - 1; i >= at; i--) {
            calls.path.set(JAVA_BYTE, i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        at += digits;
        if (!name.isEmpty()) {
            calls.path.set(JAVA_BYTE, at++, (byte) '/');
            for (int i = 0; i < name.length(); i++) {
                calls.path.set(JAVA_BYTE, at++, (byte) name.charAt(i));
            }
        }
        calls.path.set(JAVA_BYTE, at, (byte) 0);
        return calls;
    }

    /** Opens at the first read and keeps the descriptor while there are fewer than the limit. */
    private final class KeptStat implements StatFile {
        private final int pid;
        private int fd = -1;

        KeptStat(int pid) {
            this.pid = pid;
        }

        @Override
        public int read(byte[] into) {
            if (fd >= 0) {
                return calls.pread(fd, into);
            }
            if (kept >= keptLimit) {
                return SyscallProcFs.this.read(pid, "stat", into);
            }
            int opened = pathOf(pid, "stat").open();
            if (opened < 0) {
                return opened;
            }
            fd = opened;
            kept++;
            return calls.pread(fd, into);
        }

        @Override
        public void close() {
            if (fd >= 0) {
                calls.close(fd);
                kept--;
                fd = -1;
            }
        }
    }
}
