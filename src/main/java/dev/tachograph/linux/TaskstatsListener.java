package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hears of the end of every thread of this host, with what it used. Sources: Documentation/accounting/taskstats.rst,
 * linux/taskstats.h and linux/genetlink.h of the kernel. Used by one thread at a time.
 *
 * <p>The kernel sends before the process that ends goes from {@code /proc}.
 */
public final class TaskstatsListener implements KernelListener {
    private static final Path POSSIBLE_CPUS = Path.of("/sys/devices/system/cpu/possible");
    private static final String EVERY_CPU = "0-8191";
    private static final int NETLINK_GENERIC = 16;
    private static final short NLM_F_REQUEST = 1;
    private static final short NLM_F_ACK = 4;
    private static final int NLMSG_ERROR = 2;
    private static final short GENL_ID_CTRL = 16;
    private static final byte CTRL_CMD_GETFAMILY = 3;
    private static final short CTRL_ATTR_FAMILY_ID = 1;
    private static final short CTRL_ATTR_FAMILY_NAME = 2;
    private static final byte TASKSTATS_CMD_GET = 1;
    private static final short TASKSTATS_CMD_ATTR_PID = 1;
    private static final short TASKSTATS_CMD_ATTR_REGISTER_CPUMASK = 3;
    private static final short TASKSTATS_CMD_ATTR_DEREGISTER_CPUMASK = 4;

    private final NetlinkSocket socket;
    private final short family;
    private final byte[] cpus;

    /** Takes what ended. */
    public interface Listener {
        /** Hears of one thread, in the order of ends on each CPU. */
        void ended(TaskExit exit);
    }

    private TaskstatsListener(NetlinkSocket socket) throws KernelRefusal {
        this.socket = socket;
        family = family();
        cpus = (possibleCpus() + "\0").getBytes(US_ASCII);
    }

    /**
     * Begins to listen on every CPU that there is or may come to be.
     *
     * @param receiveBytes room for what was not fetched yet, as far as it is allowed
     * @throws KernelRefusal with EPERM without CAP_NET_ADMIN in the host's own user namespace, with EINVAL in a pid namespace
     *     of its own, and with ENOSYS where the kernel has no such thing or one older than Linux 5.19
     */
    public static TaskstatsListener open(int receiveBytes) throws KernelRefusal {
        NetlinkSocket socket = NetlinkSocket.open(NETLINK_GENERIC, 0);
        try {
            socket.receiveBuffer(receiveBytes);
            var listener = new TaskstatsListener(socket);
            listener.register();
            return listener;
        } catch (KernelRefusal e) {
            socket.close();
            throw e;
        }
    }

    private static String possibleCpus() {
        try {
            return Files.readString(POSSIBLE_CPUS).strip();
        } catch (IOException e) {
            return EVERY_CPU; // the kernel takes no notice of CPUs that can't be
        }
    }

    private short family() throws KernelRefusal {
        byte[] name = "TASKSTATS\0".getBytes(US_ASCII);
        var found = new AtomicInteger(-1);
        send(
                request(GENL_ID_CTRL, NLM_F_REQUEST, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_NAME, name),
                "asking for taskstats");
        boolean _ = socket.drain((memory, from, to) -> {
            if (memory.get(ValueLayouts.SHORT, from + NetlinkSocket.HEADER_TYPE) == GENL_ID_CTRL) {
                found.set(TaskstatsMessage.shortAttribute(memory, from, to, CTRL_ATTR_FAMILY_ID));
            }
        });
        if (found.get() < 0) {
            throw new KernelRefusal("taskstats, which this kernel does not have", Errno.ENOSYS);
        }
        return (short) found.get();
    }

    private void register() throws KernelRefusal {
        int version = version();
        if (version < TaskstatsMessage.OLDEST_VERSION) {
            throw new KernelRefusal("taskstats, of which this kernel has version " + version, Errno.ENOSYS);
        }
        int error = acknowledged(TASKSTATS_CMD_ATTR_REGISTER_CPUMASK, cpus, "listening to taskstats");
        if (error != 0) {
            throw new KernelRefusal("listening to taskstats", error);
        }
    }

    /** Which version this kernel speaks: asked of this process itself. */
    private int version() throws KernelRefusal {
        ByteBuffer pid = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
        pid.putInt((int) ProcessHandle.current().pid());
        byte[] question = request(family, NLM_F_REQUEST, TASKSTATS_CMD_GET, TASKSTATS_CMD_ATTR_PID, pid.array());
        send(question, "asking taskstats");
        var version = new AtomicInteger(-1);
        var error = new AtomicInteger();
        boolean _ = socket.drain((memory, from, to) -> {
            int type = memory.get(ValueLayouts.SHORT, from + NetlinkSocket.HEADER_TYPE);
            if (type == NLMSG_ERROR) {
                error.set(error(memory, from, to));
            } else {
                version.set(TaskstatsMessage.version(memory, from, to));
            }
        });
        if (error.get() != 0) {
            throw new KernelRefusal("asking taskstats", error.get());
        }
        return version.get();
    }

    private int acknowledged(short attribute, byte[] value, String what) throws KernelRefusal {
        send(request(family, (short) (NLM_F_REQUEST | NLM_F_ACK), TASKSTATS_CMD_GET, attribute, value), what);
        var error = new AtomicInteger(Errno.EIO);
        boolean _ = socket.drain((memory, from, to) -> {
            if (memory.get(ValueLayouts.SHORT, from + NetlinkSocket.HEADER_TYPE) == NLMSG_ERROR) {
                error.set(error(memory, from, to));
            }
        });
        return error.get();
    }

    private static int error(MemorySegment memory, long from, long to) {
        return to - from < NetlinkSocket.HEADER_BYTES + 4
                ? Errno.EIO
                : -memory.get(ValueLayouts.INT, from + NetlinkSocket.HEADER_BYTES);
    }

    private void send(byte[] message, String what) throws KernelRefusal {
        int result = socket.send(message);
        if (result < 0) {
            throw new KernelRefusal(what, -result);
        }
    }

    private static byte[] request(short type, short flags, byte command, short attribute, byte[] value) {
        int attributeBytes = 4 + value.length;
        int length = TaskstatsMessage.ATTRIBUTES + ((attributeBytes + 3) & ~3);
        ByteBuffer message = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        message.putInt(length).putShort(type).putShort(flags).putInt(0).putInt(0);
        message.put(command).put((byte) 1).putShort((short) 0);
        message.putShort((short) attributeBytes).putShort(attribute).put(value);
        return message.array();
    }

    /** Tells everything that has ended and returns whether some of it was lost for want of room. Does not wait. */
    public boolean drain(Listener to) {
        return socket.drain((memory, from, end) -> {
            if (memory.get(ValueLayouts.SHORT, from + NetlinkSocket.HEADER_TYPE) == family) {
                TaskExit exit = TaskstatsMessage.parse(memory, from, end);
                if (exit != null) {
                    to.ended(exit);
                }
            }
        });
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
        byte[] message = request(family, NLM_F_REQUEST, TASKSTATS_CMD_GET, TASKSTATS_CMD_ATTR_DEREGISTER_CPUMASK, cpus);
        int _ = socket.send(message);
        socket.close();
    }
}
