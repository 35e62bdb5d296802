package dev.tachograph.linux;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Hears of one kind of event from the kernel's process connector. Sources: linux/cn_proc.h, linux/connector.h,
 * drivers/connector/cn_proc.c of the kernel. Used by one thread at a time.
 *
 * <p>The kernel numbers its events, all kinds together, per CPU. Events that a socket is not told of leave holes in these
 * numbers, so what was lost is not reckoned from them but asked for: the socket counts what found no room.
 */
public final class ProcessConnector implements KernelListener {
    private static final int NETLINK_CONNECTOR = 11;
    private static final int CN_IDX_PROC = 1;
    private static final int CN_VAL_PROC = 1;
    private static final int PROC_CN_MCAST_LISTEN = 1;
    private static final int PROC_CN_MCAST_IGNORE = 2;
    private static final short NLMSG_DONE = 3;

    /** Offsets in {@code struct cn_msg} behind the header, and in {@code struct proc_event} behind that. */
    private static final int INDEX = NetlinkSocket.HEADER_BYTES;

    private static final int ACK = INDEX + 12;
    private static final int EVENT = INDEX + 20;
    private static final int WHAT = EVENT;
    private static final int TIMESTAMP = EVENT + 8;
    private static final int PID = EVENT + 16;
    private static final int TGID = PID + 4;
    private static final int EXIT_CODE = PID + 8;
    private static final int PARENT_TGID = PID + 20;
    private static final int ACKNOWLEDGEMENT = 0;

    private final NetlinkSocket socket;
    private final Kind kind;

    /** What to hear of. The value is that of {@code enum what}. */
    public enum Kind {
        /** A process called exec. */
        EXEC(2, TGID + 4),
        /** A process ended: the first of its threads did, which seldom is not the last. */
        EXIT(0x8000_0000, PARENT_TGID + 4);

        private final int what;
        private final int bytes;

        Kind(int what, int bytes) {
            this.what = what;
            this.bytes = bytes;
        }
    }

    /**
     * What happened.
     *
     * @param monotonicNanos when, on CLOCK_MONOTONIC
     * @param status how it ended, as wait(2) has it; 0 for an exec
     * @param parentPid not known for an exec, and on kernels before 4.18
     */
    public record Event(
            Kind kind,
            int pid,
            long monotonicNanos,
            int status,
            @Nullable Integer parentPid) {}

    /** Takes what happened. */
    public interface Listener {
        /** Hears of one event, in the order of events of each CPU. */
        void happened(Event event);
    }

    private ProcessConnector(NetlinkSocket socket, Kind kind) {
        this.socket = socket;
        this.kind = kind;
    }

    /**
     * Begins to listen.
     *
     * @param receiveBytes room for what was not fetched yet, as far as it is allowed
     * @throws KernelRefusal with EPERM for want of CAP_NET_ADMIN on older kernels, with ECONNREFUSED in a network namespace of
     *     its own, and with EINVAL in a pid or user namespace of its own, where the kernel answers with silence
     */
    public static ProcessConnector open(Kind kind, int receiveBytes) throws KernelRefusal {
        NetlinkSocket socket = NetlinkSocket.open(NETLINK_CONNECTOR, CN_IDX_PROC);
        var connector = new ProcessConnector(socket, kind);
        try {
            socket.receiveBuffer(receiveBytes);
            connector.listen();
            socket.filter(SocketFilter.of(WHAT, kind.what, PID, TGID));
            return connector;
        } catch (KernelRefusal e) {
            socket.close();
            throw e;
        }
    }

    private void listen() throws KernelRefusal {
        int number = ThreadLocalRandom.current().nextInt() & 0xFFFF_FFFE;
        int result = socket.send(message(PROC_CN_MCAST_LISTEN, number));
        if (result < 0) {
            throw new KernelRefusal("listening to the process connector", -result);
        }
        boolean[] acknowledged = {false};
        boolean _ = socket.drain((memory, from, to) -> acknowledged[0] |= isAcknowledgement(memory, from, to, number));
        if (!acknowledged[0]) {
            throw new KernelRefusal("listening to the process connector", Errno.EINVAL);
        }
    }

    private static boolean isAcknowledgement(MemorySegment memory, long from, long to, int number) {
        return to - from >= PID
                && memory.get(ValueLayouts.INT, from + WHAT) == ACKNOWLEDGEMENT
                && memory.get(ValueLayouts.INT, from + ACK) == number + 1;
    }

    private static byte[] message(int operation, int number) {
        ByteBuffer message = ByteBuffer.allocate(EVENT + Integer.BYTES).order(ByteOrder.nativeOrder());
        message.putInt(message.capacity())
                .putShort(NLMSG_DONE)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0);
        message.putInt(CN_IDX_PROC).putInt(CN_VAL_PROC).putInt(number).putInt(number);
        message.putShort((short) Integer.BYTES).putShort((short) 0).putInt(operation);
        return message.array();
    }

    /** Tells everything that has happened and returns whether some of it was lost for want of room. Does not wait. */
    public boolean drain(Listener to) {
        return socket.drain((memory, from, end) -> {
            Event event = parse(memory, from, end);
            if (event != null && event.kind == kind) { // others come until the filter is in place
                to.happened(event);
            }
        });
    }

    /** The event in a message; {@code null} when it is another one, or something else. */
    static @Nullable Event parse(MemorySegment memory, long from, long to) {
        long length = to - from;
        if (length < TGID + 4
                || memory.get(ValueLayouts.INT, from + INDEX) != CN_IDX_PROC
                || memory.get(ValueLayouts.INT, from + INDEX + 4) != CN_VAL_PROC) {
            return null;
        }
        int what = memory.get(ValueLayouts.INT, from + WHAT);
        int pid = memory.get(ValueLayouts.INT, from + TGID);
        boolean ofProcess = pid > 0 && pid == memory.get(ValueLayouts.INT, from + PID);
        long nanos = memory.get(ValueLayouts.LONG, from + TIMESTAMP);
        if (!ofProcess) {
            return null;
        }
        if (what == Kind.EXEC.what) {
            return new Event(Kind.EXEC, pid, nanos, 0, null);
        }
        if (what != Kind.EXIT.what || length < EXIT_CODE + 4) {
            return null;
        }
        int parent = length < Kind.EXIT.bytes ? 0 : memory.get(ValueLayouts.INT, from + PARENT_TGID);
        int status = memory.get(ValueLayouts.INT, from + EXIT_CODE);
        return new Event(Kind.EXIT, pid, nanos, status, parent <= 0 ? null : Integer.valueOf(parent));
    }

    @Override
    public long dropped() {
        return socket.dropped();
    }

    @Override
    public int descriptor() {
        return socket.descriptor();
    }

    @Override
    public void close() {
        int _ = socket.send(message(PROC_CN_MCAST_IGNORE, 0)); // kernels before 6.6 forget nobody by themselves
        socket.close();
    }
}
