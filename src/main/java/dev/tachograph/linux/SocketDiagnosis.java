package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks the kernel for one TCP socket by its two ends: sock_diag(7), over a socket of netlink(7) that lives for one question.
 *
 * <p>The kernel answers while it takes the question, so that the answer is there when {@code send} returns and nothing here
 * ever waits.
 */
final class SocketDiagnosis {
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int MSG_DONTWAIT = 0x40;
    private static final byte IPPROTO_TCP = 6;

    /** Sizes and offsets of {@code struct nlmsghdr} (linux/netlink.h); the payload follows it. */
    private static final int HEADER_BYTES = 16;

    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short NLM_F_REQUEST = 1;

    /** {@code struct inet_diag_req_v2} (linux/inet_diag.h), behind the header. */
    private static final int REQUEST_BYTES = HEADER_BYTES + 56;

    /** {@code struct inet_diag_msg}: family, state, timer, retrans; then {@code inet_diag_sockid}; at last uid and inode. */
    private static final int REPLY_BYTES = HEADER_BYTES + 72;

    private static final int REPLY_STATE = HEADER_BYTES + 1;
    private static final int REPLY_SOCKET_ID = HEADER_BYTES + 4;
    private static final int REPLY_UID = HEADER_BYTES + 64;
    private static final int REPLY_INODE = HEADER_BYTES + 68;

    /** {@code struct inet_diag_sockid}: two ports, two addresses of 16 bytes, interface, cookie of 8 bytes. */
    private static final int ADDRESS_BYTES = 16;

    private static final int ENDS_BYTES = 4 + 2 * ADDRESS_BYTES;

    private static final MethodHandle SOCKET =
            function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle SEND =
            function("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV =
            function("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private SocketDiagnosis() {}

    /** Finds the socket with these two ends; empty also if this host lets nobody ask. */
    static Optional<TcpSocket> find(InetSocketAddress local, InetSocketAddress remote) {
        byte[] ends = ends(local, remote);
        return exchange(question(local, ends)).flatMap(reply -> socket(reply, ends));
    }

    /** The socket in a reply. An error has another type, and the kernel may fall back to a listening socket. */
    private static Optional<TcpSocket> socket(ByteBuffer reply, byte[] ends) {
        if (reply.limit() < REPLY_BYTES || reply.getShort(4) != SOCK_DIAG_BY_FAMILY || !isAt(reply, ends)) {
            return Optional.empty();
        }
        return Optional.of(new TcpSocket(
                reply.get(REPLY_STATE),
                Integer.toUnsignedLong(reply.getInt(REPLY_UID)),
                Integer.toUnsignedLong(reply.getInt(REPLY_INODE))));
    }

    /** For IPv4 over a socket of IPv6 the reply has ::ffff:a.b.c.d where the question had a.b.c.d. */
    private static boolean isAt(ByteBuffer reply, byte[] ends) {
        byte[] found = new byte[ENDS_BYTES];
        reply.get(REPLY_SOCKET_ID, found);
        unmap(found, 4);
        unmap(found, 4 + ADDRESS_BYTES);
        return Arrays.equals(found, ends);
    }

    private static void unmap(byte[] ends, int at) {
        ByteBuffer address = ByteBuffer.wrap(ends, at, ADDRESS_BYTES).slice();
        if (address.getLong(0) == 0 && address.getInt(8) == 0xffff) {
            address.putInt(0, address.getInt(12)).putLong(4, 0).putInt(12, 0);
        }
    }

    /** The begin of {@code inet_diag_sockid}, in network byte order: source port, destination port, both addresses. */
    private static byte[] ends(InetSocketAddress local, InetSocketAddress remote) {
        ByteBuffer ends = ByteBuffer.allocate(ENDS_BYTES);
        ends.putShort((short) local.getPort()).putShort((short) remote.getPort());
        ends.put(4, local.getAddress().getAddress());
        ends.put(4 + ADDRESS_BYTES, remote.getAddress().getAddress());
        return ends.array();
    }

    private static byte[] question(InetSocketAddress local, byte[] ends) {
        ByteBuffer question = ByteBuffer.allocate(REQUEST_BYTES).order(ByteOrder.nativeOrder());
        question.putInt(REQUEST_BYTES).putShort(SOCK_DIAG_BY_FAMILY).putShort(NLM_F_REQUEST);
        question.position(HEADER_BYTES);
        question.put((byte) (local.getAddress() instanceof Inet4Address ? AF_INET : AF_INET6));
        question.put(IPPROTO_TCP).putShort((short) 0);
        question.putInt(-1); // idiag_states: any
        question.put(ends);
        question.putInt(0); // idiag_if: any
        question.putLong(-1); // idiag_cookie: INET_DIAG_NOCOOKIE, twice
        return question.array();
    }

    private static Optional<ByteBuffer> exchange(byte[] question) {
        int fd = socket();
        if (fd < 0) {
            return Optional.empty();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment message = arena.allocateFrom(ValueLayout.JAVA_BYTE, question);
            MemorySegment reply = arena.allocate(4 * REPLY_BYTES, Long.BYTES);
            if (transfer(SEND, fd, message) != message.byteSize()) {
                return Optional.empty();
            }
            long received = transfer(RECV, fd, reply);
            byte[] bytes = reply.asSlice(0, Math.max(received, 0)).toArray(ValueLayout.JAVA_BYTE);
            return Optional.of(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
        } finally {
            close(fd);
        }
    }

    private static int socket() {
        try {
            return (int) SOCKET.invokeExact(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
        } catch (Throwable e) {
            throw new AssertionError("socket(2) has another signature", e);
        }
    }

    private static long transfer(MethodHandle function, int fd, MemorySegment memory) {
        try {
            return (long) function.invokeExact(fd, memory, memory.byteSize(), MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new AssertionError("send(2) or recv(2) has another signature", e);
        }
    }

    private static void close(int fd) {
        try {
            int _ = (int) CLOSE.invokeExact(fd);
        } catch (Throwable e) {
            throw new AssertionError("close(2) has another signature", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
