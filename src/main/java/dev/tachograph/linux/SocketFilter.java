package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;

/** A small program of classic BPF that a socket asks about each message. Source: Documentation/networking/filter.rst. */
record SocketFilter(List<Instruction> instructions) {
    /** Bytes of {@code struct sock_fprog}, which names the program to setsockopt(2). */
    static final int BYTES = 16;

    private static final int INSTRUCTION_BYTES = 8;
    private static final int LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int INTO_X = 0x07; // BPF_MISC | BPF_TAX
    private static final int IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int IF_EQUAL_X = 0x1d; // BPF_JMP | BPF_JEQ | BPF_X
    private static final int RETURN = 0x06; // BPF_RET | BPF_K
    private static final int ALL_OF_IT = -1;

    /** {@code struct sock_filter}: the jumps say how many instructions to leave out. */
    record Instruction(int code, int ifTrue, int ifFalse, int value) {}

    SocketFilter {
        instructions = List.copyOf(instructions);
    }

    /** Lets through messages with this word at the first place, and the same words at the other two. */
    static SocketFilter of(int offset, int word, int oneOffset, int otherOffset) {
        return new SocketFilter(List.of(
                new Instruction(LOAD_WORD, 0, 0, offset),
                new Instruction(IF_EQUAL, 0, 5, networkOrder(word)),
                new Instruction(LOAD_WORD, 0, 0, oneOffset),
                new Instruction(INTO_X, 0, 0, 0),
                new Instruction(LOAD_WORD, 0, 0, otherOffset),
                new Instruction(IF_EQUAL_X, 0, 1, 0),
                new Instruction(RETURN, 0, 0, ALL_OF_IT),
                new Instruction(RETURN, 0, 0, 0)));
    }

    /** Words are loaded as those of the network, and the kernel's messages are in the machine's own order. */
    private static int networkOrder(int word) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? word : Integer.reverseBytes(word);
    }

    MemorySegment inMemory(Arena arena) {
        MemorySegment program = arena.allocate((long) instructions.size() * INSTRUCTION_BYTES, 8);
        for (int i = 0; i < instructions.size(); i++) {
            Instruction each = instructions.get(i);
            long at = (long) i * INSTRUCTION_BYTES;
            program.set(JAVA_SHORT, at, (short) each.code);
            program.set(JAVA_BYTE, at + 2, (byte) each.ifTrue);
            program.set(JAVA_BYTE, at + 3, (byte) each.ifFalse);
            program.set(JAVA_INT, at + 4, each.value);
        }
        MemorySegment named = arena.allocate(BYTES, 8);
        named.set(JAVA_SHORT, 0, (short) instructions.size());
        named.set(ADDRESS, 8, program);
        return named;
    }
}
