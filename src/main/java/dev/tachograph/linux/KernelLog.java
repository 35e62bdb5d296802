package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's log buffer, from its oldest record on. Source: Documentation/ABI/testing/dev-kmsg of the kernel. Used by one
 * thread at a time.
 */
public final class KernelLog implements AutoCloseable {
    /** Where the kernel offers it. */
    public static final Path DEVICE = Path.of("/dev/kmsg");

    /** No record is longer. A buffer that is too small gets an error instead of a begin. */
    public static final int LONGEST_RECORD = 8192;

    private static final int O_RDONLY_NONBLOCK_CLOEXEC = 0x80800;
    private static final short POLLIN = 1;
    /** Offsets in struct pollfd. Source: poll(2). */
    private static final int POLLFD_EVENTS = 4;

    private static final int POLLFD_BYTES = 8;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno = Libc.errnoRoom(arena);
    private final MemorySegment buffer = arena.allocate(LONGEST_RECORD);
    private final MemorySegment pollfd = arena.allocate(POLLFD_BYTES, 4);
    private final int fd;
    private boolean closed;

    private KernelLog(Path path) throws IOException {
        try {
            fd = (int) handle(Libc.OPEN)
                    .invokeExact(errno, arena.allocateFrom(path.toString(), UTF_8), O_RDONLY_NONBLOCK_CLOEXEC);
        } catch (Throwable e) {
            arena.close();
            throw Libc.broken(e);
        }
        if (fd < 0) {
            int error = Libc.errno(errno);
            arena.close();
            throw refusal(path, error);
        }
        pollfd.set(JAVA_INT, 0, fd);
        pollfd.set(JAVA_SHORT, POLLFD_EVENTS, POLLIN);
    }

    /**
     * Opens the log.
     *
     * @throws NoSuchFileException where there is none, as in most containers
     * @throws AccessDeniedException where it is for the privileged only
     */
    public static KernelLog open(Path path) throws IOException {
        if (Libc.OPEN == null || Libc.READ == null || Libc.POLL == null || Libc.CLOSE == null) {
            throw new IOException("%s can't be read without the C library".formatted(path));
        }
        return new KernelLog(path);
    }

    private static IOException refusal(Path path, int error) {
        return switch (error) {
            case Errno.ENOENT -> new NoSuchFileException(path.toString());
            case Errno.EACCES, Errno.EPERM -> new AccessDeniedException(path.toString());
            default -> new IOException("%s can't be opened: error %d".formatted(path, error));
        };
    }

    /**
     * Reads the next record and returns its length, or a negated {@link Errno error number}: EAGAIN when there is none now,
     * EPIPE when records were overwritten before they were read, after which the next read brings the oldest that is left.
     */
    public int read(byte[] into) {
        try {
            long length = (long)
                    handle(Libc.READ).invokeExact(errno, fd, buffer, (long) Math.min(into.length, LONGEST_RECORD));
            if (length < 0) {
                return -Libc.errno(errno);
            }
            MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, (int) length);
            return (int) length;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Waits until there is a record, or for that long. */
    public void await(Duration patience) {
        try {
            int _ = (int) handle(Libc.POLL).invokeExact(errno, pollfd, 1L, (int) patience.toMillis());
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private static MethodHandle handle(@Nullable MethodHandle handle) {
        return requireNonNull(handle, "not supported here; see open()");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            int _ = (int) handle(Libc.CLOSE).invokeExact(errno, fd);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
        arena.close();
    }
}
