package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The mounts that this process sees, and whether they changed: the kernel says so to whoever polls the file. Source:
 * proc_pid_mountinfo(5), proc_pid_mounts(5). Used by one thread at a time.
 */
public final class MountTable implements AutoCloseable {
    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final short POLLPRI = 2;
    /** Offsets in struct pollfd. Source: poll(2). */
    private static final int POLLFD_EVENTS = 4;

    private static final int POLLFD_BYTES = 8;

    private final Path file;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno = Libc.errnoRoom(arena);
    private final MemorySegment pollfd = arena.allocate(POLLFD_BYTES, 4);
    private final int fd;

    private MountTable(Path file) {
        this.file = file;
        this.fd = Libc.POLL != null && Libc.CLOSE != null && Libc.OPEN != null ? openFile() : -1;
        pollfd.set(JAVA_INT, 0, fd);
        pollfd.set(JAVA_SHORT, POLLFD_EVENTS, POLLPRI);
    }

    /** The table in a file such as {@code /proc/self/mountinfo}. */
    public static MountTable of(Path file) {
        return new MountTable(file);
    }

    private int openFile() {
        try {
            MemorySegment path = arena.allocateFrom(file.toString(), StandardCharsets.UTF_8);
            return (int) requireNonNull(Libc.OPEN).invokeExact(errno, path, O_RDONLY_CLOEXEC);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Whether it may have changed since this was asked last. */
    public boolean hasChanged() {
        if (fd < 0) {
            return true;
        }
        try {
            return (int) requireNonNull(Libc.POLL).invokeExact(errno, pollfd, 1L, 0) != 0;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** The table as it is now. */
    public byte[] read() throws IOException {
        return Files.readAllBytes(file);
    }

    @Override
    public void close() {
        if (fd >= 0) {
            try {
                int _ = (int) requireNonNull(Libc.CLOSE).invokeExact(errno, fd);
            } catch (Throwable e) {
                throw Libc.broken(e);
            }
        }
        arena.close();
    }
}
