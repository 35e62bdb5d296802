package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread wait until there is something to be heard, and another one end that. Sources: poll(2), eventfd(2).
 */
public final class NetlinkWait implements AutoCloseable {
    private static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int POLLFD_REVENTS = 6;
    private static final int FOREVER = -1;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno = Libc.errnoRoom(arena);
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
    private final MemorySegment wakeErrno = Libc.errnoRoom(arena);
    /** The event that ends the waiting, then what is heard at once, then the rest. */
    private final MemorySegment fds = arena.allocate(3L * POLLFD_BYTES, 4);

    private final int event;

    /**
     * A wait for these.
     *
     * @param prompt what {@link #awaitPrompt} waits for
     * @param other what only {@link #awaitAny} waits for as well
     */
    public NetlinkWait(@Nullable KernelListener prompt, @Nullable KernelListener other) throws KernelRefusal {
        if (Libc.EVENTFD == null || Libc.POLL == null || Libc.WRITE == null) {
            arena.close();
            throw new KernelRefusal("waiting", Errno.ENOSYS);
        }
        event = eventDescriptor();
        watch(0, event);
        watch(1, prompt == null ? -1 : prompt.descriptor());
        watch(2, other == null ? -1 : other.descriptor());
    }

    private int eventDescriptor() throws KernelRefusal {
        int fd;
        try {
            fd = (int) handle(Libc.EVENTFD).invokeExact(errno, 0, EFD_NONBLOCK_CLOEXEC);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
        if (fd < 0) {
            int error = Libc.errno(errno);
            arena.close();
            throw new KernelRefusal("opening an event", error);
        }
        return fd;
    }

    private void watch(int index, int fd) {
        fds.set(JAVA_INT, (long) index * POLLFD_BYTES, fd);
        fds.set(JAVA_SHORT, (long) index * POLLFD_BYTES + POLLFD_EVENTS, POLLIN);
    }

    /** Waits for anything, however long; returns whether what is prompt is there. */
    public boolean awaitAny() {
        return poll(3, FOREVER);
    }

    /** Waits for what is prompt, at most so long; returns whether it is there. */
    public boolean awaitPrompt(Duration patience) {
        return poll(2, (int) patience.toMillis());
    }

    /** Waits for nothing but the end of all waiting, at most so long. */
    public void pause(Duration patience) {
        boolean _ = poll(1, (int) patience.toMillis());
    }

    private boolean poll(int count, int milliseconds) {
        for (int i = 0; i < 3; i++) {
            fds.set(JAVA_SHORT, (long) i * POLLFD_BYTES + POLLFD_REVENTS, (short) 0);
        }
        try {
            int _ = (int) handle(Libc.POLL).invokeExact(errno, fds, (long) count, milliseconds);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
        return fds.get(JAVA_SHORT, POLLFD_BYTES + POLLFD_REVENTS) != 0;
    }

    /** Ends every wait, for good. From any thread. */
    public void end() {
        try {
            long _ = (long) handle(Libc.WRITE).invokeExact(wakeErrno, event, one, (long) Long.BYTES);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private static MethodHandle handle(@Nullable MethodHandle handle) {
        return requireNonNull(handle, "not supported here");
    }

    /** After the last wait. */
    @Override
    public void close() {
        try {
            int _ = (int) handle(Libc.CLOSE).invokeExact(errno, event);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
        arena.close();
    }
}
