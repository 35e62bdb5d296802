package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.util.Objects.requireNonNull;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A socket of netlink(7) that hears from the kernel, many messages with one call. Nothing here ever waits. Used by one thread
 * at a time.
 */
final class NetlinkSocket implements AutoCloseable {
    /** Sizes and offsets of {@code struct nlmsghdr} (linux/netlink.h). */
    static final int HEADER_BYTES = 16;

    static final int HEADER_TYPE = 4;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_DGRAM_NONBLOCK_CLOEXEC = 2 | 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_ATTACH_FILTER = 26;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SO_MEMINFO = 55;
    /** The ninth number of SO_MEMINFO (linux/sock_diag.h) is what did not fit into the receive buffer. */
    private static final int MEMINFO_BYTES = 9 * 4;

    private static final int MEMINFO_DROPS = 8 * 4;
    private static final int MSG_TRUNC = 0x20;

    private static final int BATCH = 32;
    private static final int MESSAGE_BYTES = 4096;
    /** {@code struct sockaddr_nl}: family, padding, pid, groups. */
    private static final int NAME_BYTES = 12;

    private static final int NAME_PID = 4;
    private static final int NAME_GROUPS = 8;
    /** {@code struct mmsghdr} of 64-bit machines; see recvmmsg(2), recvmsg(2). */
    private static final int MMSGHDR_BYTES = 64;

    private static final int MSG_NAMELEN = 8;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_FLAGS = 48;
    private static final int MSG_LEN = 56;
    private static final int IOVEC_BYTES = 16;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno = Libc.errnoRoom(arena);
    private final MemorySegment small = arena.allocate(64, 8);
    private final MemorySegment names = arena.allocate((long) BATCH * NAME_BYTES, 4);
    private final MemorySegment headers = arena.allocate((long) BATCH * MMSGHDR_BYTES, 8);
    private final MemorySegment buffers = arena.allocate((long) BATCH * MESSAGE_BYTES, 8);
    private final int fd;
    private boolean closed;

    /** Takes one message of the kernel, header and all. */
    interface Receiver {
        /** The message lies between these two offsets. */
        void receive(MemorySegment memory, long from, long to);
    }

    private NetlinkSocket(int fd) {
        this.fd = fd;
        MemorySegment vectors = arena.allocate((long) BATCH * IOVEC_BYTES, 8);
        for (int i = 0; i < BATCH; i++) {
            vectors.set(ADDRESS, (long) i * IOVEC_BYTES, buffers.asSlice((long) i * MESSAGE_BYTES, MESSAGE_BYTES));
            vectors.set(JAVA_LONG, (long) i * IOVEC_BYTES + 8, MESSAGE_BYTES);
            long header = (long) i * MMSGHDR_BYTES;
            headers.set(ADDRESS, header, names.asSlice((long) i * NAME_BYTES, NAME_BYTES));
            headers.set(ADDRESS, header + MSG_IOV, vectors.asSlice((long) i * IOVEC_BYTES, IOVEC_BYTES));
            headers.set(JAVA_LONG, header + MSG_IOVLEN, 1L);
        }
    }

    static boolean isSupported() {
        return ADDRESS.byteSize() == Long.BYTES
                && Libc.SOCKET != null
                && Libc.BIND != null
                && Libc.SETSOCKOPT != null
                && Libc.GETSOCKOPT != null
                && Libc.SEND != null
                && Libc.RECVMMSG != null
                && Libc.CLOSE != null;
    }

    /**
     * Opens a socket.
     *
     * @param groups of which it hears, as a set of bits
     * @throws KernelRefusal where that is not allowed
     */
    static NetlinkSocket open(int protocol, int groups) throws KernelRefusal {
        if (!isSupported()) {
            throw new KernelRefusal("netlink", Errno.ENOSYS);
        }
        int fd = socket(protocol);
        var socket = new NetlinkSocket(fd);
        int result = socket.bind(groups);
        if (result < 0) {
            socket.close();
            throw new KernelRefusal("binding a netlink socket", -result);
        }
        return socket;
    }

    private static int socket(int protocol) throws KernelRefusal {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment errno = Libc.errnoRoom(arena);
            int fd = (int) handle(Libc.SOCKET).invokeExact(errno, AF_NETLINK, SOCK_DGRAM_NONBLOCK_CLOEXEC, protocol);
            if (fd < 0) {
                throw new KernelRefusal("opening a netlink socket", Libc.errno(errno));
            }
            return fd;
        } catch (KernelRefusal e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    private int bind(int groups) {
        small.fill((byte) 0);
        small.set(JAVA_SHORT, 0, (short) AF_NETLINK);
        small.set(JAVA_INT, NAME_GROUPS, groups);
        try {
            int result = (int) handle(Libc.BIND).invokeExact(errno, fd, small, NAME_BYTES);
            return result < 0 ? -Libc.errno(errno) : result;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    int descriptor() {
        return fd;
    }

    /** Asks for a receive buffer: in full with CAP_NET_ADMIN, else as much of it as net.core.rmem_max allows. */
    void receiveBuffer(int bytes) {
        small.set(JAVA_INT, 0, bytes);
        if (option(SO_RCVBUFFORCE, small, Integer.BYTES) < 0) {
            int _ = option(SO_RCVBUF, small, Integer.BYTES);
        }
    }

    /** Lets through what a program of classic BPF lets through: the rest takes no room and wakes nobody. */
    void filter(SocketFilter program) {
        try (Arena room = Arena.ofConfined()) {
            int _ = option(SO_ATTACH_FILTER, program.inMemory(room), SocketFilter.BYTES);
        }
    }

    private int option(int name, MemorySegment value, int length) {
        try {
            int result = (int) handle(Libc.SETSOCKOPT).invokeExact(errno, fd, SOL_SOCKET, name, value, length);
            return result < 0 ? -Libc.errno(errno) : result;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** How many messages found no room since the socket was opened; -1 where the kernel does not tell (before 4.12). */
    long dropped() {
        small.set(JAVA_INT, MEMINFO_BYTES, MEMINFO_BYTES);
        try {
            int result = (int) handle(Libc.GETSOCKOPT)
                    .invokeExact(errno, fd, SOL_SOCKET, SO_MEMINFO, small, small.asSlice(MEMINFO_BYTES, 4));
            return result < 0 || small.get(JAVA_INT, MEMINFO_BYTES) < MEMINFO_BYTES
                    ? -1
                    : Integer.toUnsignedLong(small.get(JAVA_INT, MEMINFO_DROPS));
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Sends a message, which the kernel has dealt with when this returns: 0 or a negated {@link Errno error number}. */
    int send(byte[] message) {
        try (Arena room = Arena.ofConfined()) {
            long sent = (long) handle(Libc.SEND)
                    .invokeExact(errno, fd, room.allocateFrom(JAVA_BYTE, message), (long) message.length, 0);
            return sent < 0 ? -Libc.errno(errno) : 0;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
    }

    /** Receives everything that is there and returns whether some of it was lost for want of room. */
    boolean drain(Receiver to) {
        boolean overrun = false;
        while (true) {
            int count = receive(to);
            if (count == -Errno.ENOBUFS) {
                overrun = true; // told once; what came before and after it is still there
            } else if (count < BATCH && count != -Errno.EINTR) {
                return overrun;
            }
        }
    }

    private int receive(Receiver to) {
        for (int i = 0; i < BATCH; i++) {
            headers.set(JAVA_INT, (long) i * MMSGHDR_BYTES + MSG_NAMELEN, NAME_BYTES);
        }
        int count;
        try {
            count = (int) handle(Libc.RECVMMSG).invokeExact(errno, fd, headers, BATCH, 0, MemorySegment.NULL);
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
        if (count < 0) {
            return -Libc.errno(errno);
        }
        for (int i = 0; i < count; i++) {
            long header = (long) i * MMSGHDR_BYTES;
            boolean fromKernel = names.get(JAVA_INT, (long) i * NAME_BYTES + NAME_PID) == 0;
            boolean whole = (headers.get(JAVA_INT, header + MSG_FLAGS) & MSG_TRUNC) == 0;
            if (fromKernel && whole) {
                long from = (long) i * MESSAGE_BYTES;
                messages(buffers, from, from + headers.get(JAVA_INT, header + MSG_LEN), to);
            }
        }
        return count;
    }

    /** Takes apart what came with one read. */
    static void messages(MemorySegment memory, long from, long end, Receiver to) {
        long at = from;
        while (end - at >= HEADER_BYTES) {
            long length = Integer.toUnsignedLong(memory.get(ValueLayouts.INT, at));
            if (length < HEADER_BYTES || length > end - at) {
                return;
            }
            to.receive(memory, at, at + length);
            at += (length + 3) & ~3L;
        }
    }

    private static MethodHandle handle(@Nullable MethodHandle handle) {
        return requireNonNull(handle, "not supported here; see isSupported()");
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
