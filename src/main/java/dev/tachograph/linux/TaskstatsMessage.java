package dev.tachograph.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Takes apart what the kernel's accounting sends. Its structure only ever grew at its end, so that one set of offsets serves
 * all versions from {@link #OLDEST_VERSION} on. Sources: include/uapi/linux/taskstats.h, linux/genetlink.h.
 */
final class TaskstatsMessage {
    /** Since Linux 5.19 a thread's end names its process, and says whether it was the last of it. */
    static final int OLDEST_VERSION = 12;

    /** Attributes begin behind {@code struct nlmsghdr} and {@code struct genlmsghdr}. */
    static final int ATTRIBUTES = NetlinkSocket.HEADER_BYTES + 4;

    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int TYPE_MASK = 0x3FFF;
    private static final int TYPE_STATS = 3;
    private static final int TYPE_AGGREGATE_PID = 4;
    private static final int TYPE_AGGREGATE_TGID = 5;

    private static final int VERSION = 0;
    private static final int EXIT_CODE = 4;
    private static final int FLAG = 8;
    private static final int FLAG_FORK = 0x01;
    private static final int FLAG_GROUP = 0x20;
    private static final int CPU_COUNT = 16;
    private static final int CPU_DELAY = 24;
    private static final int CPU_RUN_VIRTUAL = 72;
    private static final int COMMAND = 80;
    private static final int COMMAND_BYTES = 32;
    private static final int USER_ID = 120;
    private static final int PID = 128;
    private static final int PARENT_PID = 132;
    private static final int ELAPSED = 144;
    private static final int HIGH_WATER_RSS = 200;
    private static final int READ_BYTES = 248;
    private static final int WRITE_BYTES = 256;
    private static final int VOLUNTARY_SWITCHES = 272;
    private static final int BEGIN_TIME = 344;
    private static final int TGID = 368;
    private static final int TGID_ELAPSED = 376;
    private static final int BYTES = 384;

    /** Where an attribute lies. */
    private record Place(long from, long to) {}

    private TaskstatsMessage() {}

    /** The end that a message tells; {@code null} when it tells none that can be understood. */
    static @Nullable TaskExit parse(MemorySegment memory, long from, long to) {
        Place stats = stats(memory, from, to, TYPE_AGGREGATE_PID);
        if (stats == null || version(memory, stats) < OLDEST_VERSION || stats.to - stats.from < BYTES) {
            return null;
        }
        int pid = memory.get(ValueLayouts.INT, stats.from + PID);
        int processPid = memory.get(ValueLayouts.INT, stats.from + TGID);
        return pid <= 0 || processPid <= 0
                ? null
                : exit(memory, stats.from, pid, processPid, stats(memory, from, to, TYPE_AGGREGATE_TGID));
    }

    private static TaskExit exit(MemorySegment memory, long at, int pid, int processPid, @Nullable Place process) {
        int flag = memory.get(ValueLayouts.BYTE, at + FLAG);
        return new TaskExit(
                pid,
                processPid,
                Math.max(0, memory.get(ValueLayouts.INT, at + PARENT_PID)),
                Integer.toUnsignedLong(memory.get(ValueLayouts.INT, at + USER_ID)),
                text(memory, at + COMMAND, COMMAND_BYTES),
                memory.get(ValueLayouts.INT, at + EXIT_CODE),
                (flag & FLAG_GROUP) != 0,
                (flag & FLAG_FORK) != 0,
                nanos(memory, at + CPU_RUN_VIRTUAL),
                amount(memory, at + CPU_COUNT),
                nanos(memory, at + CPU_DELAY),
                amount(memory, at + VOLUNTARY_SWITCHES),
                amount(memory, at + ELAPSED),
                amount(memory, at + TGID_ELAPSED),
                amount(memory, at + BEGIN_TIME),
                amount(memory, at + HIGH_WATER_RSS) * 1024,
                amount(memory, at + READ_BYTES),
                amount(memory, at + WRITE_BYTES),
                process == null || process.to - process.from < BYTES
                        ? null
                        : Long.valueOf(nanos(memory, process.from + CPU_RUN_VIRTUAL)));
    }

    /** The version that an answer to a question is in; -1 when it is no such answer. */
    static int version(MemorySegment memory, long from, long to) {
        Place stats = stats(memory, from, to, TYPE_AGGREGATE_PID);
        return stats == null ? -1 : version(memory, stats);
    }

    private static int version(MemorySegment memory, Place stats) {
        return stats.to - stats.from < 2 ? -1 : memory.get(ValueLayouts.SHORT, stats.from + VERSION);
    }

    /** No such amount is negative or beyond 2⁵⁰: whatever says so is no structure that we know. */
    private static long amount(MemorySegment memory, long at) {
        return Math.clamp(memory.get(ValueLayouts.LONG, at), 0L, 1L << 50);
    }

    /** A hundred CPUs get to 2⁵⁰ ns in three hours, and to 2⁶⁰ ns in four months. */
    private static long nanos(MemorySegment memory, long at) {
        return Math.clamp(memory.get(ValueLayouts.LONG, at), 0L, 1L << 60);
    }

    private static String text(MemorySegment memory, long at, int most) {
        byte[] bytes = new byte[most];
        MemorySegment.copy(memory, ValueLayouts.BYTE, at, bytes, 0, most);
        int length = 0;
        while (length < most && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, ISO_8859_1);
    }

    private static @Nullable Place stats(MemorySegment memory, long from, long to, int aggregate) {
        Place outer = attribute(memory, from + ATTRIBUTES, to, aggregate);
        return outer == null ? null : attribute(memory, outer.from, outer.to, TYPE_STATS);
    }

    /** The first attribute of a type among those between two places. */
    private static @Nullable Place attribute(MemorySegment memory, long from, long to, int type) {
        long at = from;
        while (to - at >= ATTRIBUTE_HEADER_BYTES) {
            int length = Short.toUnsignedInt(memory.get(ValueLayouts.SHORT, at));
            if (length < ATTRIBUTE_HEADER_BYTES || length > to - at) {
                return null;
            }
            if ((memory.get(ValueLayouts.SHORT, at + 2) & TYPE_MASK) == type) {
                return new Place(at + ATTRIBUTE_HEADER_BYTES, at + length);
            }
            at += (length + 3) & ~3L;
        }
        return null;
    }

    /** A number of 16 bits among the attributes of a message, such as the id of a family; -1 when it is not there. */
    static int shortAttribute(MemorySegment memory, long from, long to, int type) {
        Place place = to - from < ATTRIBUTES ? null : attribute(memory, from + ATTRIBUTES, to, type);
        return place == null || place.to - place.from < 2
                ? -1
                : Short.toUnsignedInt(memory.get(ValueLayouts.SHORT, place.from));
    }
}
