package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Lets the kernel refuse a system call, as containers and sandboxes do, to one thread that ends with it: a real filter of
 * seccomp(2) that answers EPERM.
 */
public final class SystemCallFilter {
    private static final int PR_SET_SECCOMP = 22;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final long SECCOMP_MODE_FILTER = 2;

    /** Offsets in struct seccomp_data: the number, and the low half of the first argument on a little-endian machine. */
    private static final int NUMBER = 0;

    private static final int FIRST_ARGUMENT = 16;
    private static final short LOAD_WORD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final short JUMP_IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final short JUMP_IF_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private static final short RETURN = 0x06; // BPF_RET | BPF_K
    private static final long INSTRUCTION_BYTES = 8;
    private static final int SIGN_BIT = 0x8000_0000;
    private static final int ALLOW = 0x7FFF_0000;
    private static final int REFUSE = 0x0005_0000 | Errno.EPERM;

    private SystemCallFilter() {}

    /** Runs something on a thread to which the CPU clocks of other processes and threads are refused. */
    public static <T> T withoutForeignClocks(Callable<T> task) throws Exception {
        return without(number(228, 113), SIGN_BIT, task);
    }

    /** Runs something on a thread to which {@code statx} is refused. */
    public static <T> T withoutStatx(Callable<T> task) throws Exception {
        return without(number(332, 291), 0, task);
    }

    private static int number(int x86, int arm) {
        String architecture = System.getProperty("os.arch");
        assumeThat(architecture).as("system call numbers are known for").isIn("amd64", "aarch64");
        return architecture.equals("amd64") ? x86 : arm;
    }

    private static <T> T without(int call, int argumentBit, Callable<T> task) throws Exception {
        var result = new FutureTask<T>(() -> {
            install(call, argumentBit);
            return task.call();
        });
        Thread.ofPlatform().name("filtered").start(result);
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** A program of classic BPF, whose jumps say how many instructions to leave out. */
    private static void install(int call, int argumentBit) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment program = arena.allocate(6 * INSTRUCTION_BYTES, 8);
            instruction(program, 0, LOAD_WORD, 0, 0, NUMBER);
            instruction(program, 1, JUMP_IF_EQUAL, argumentBit == 0 ? 2 : 0, 3, call);
            instruction(program, 2, LOAD_WORD, 0, 0, FIRST_ARGUMENT);
            instruction(program, 3, JUMP_IF_BIT, 0, 1, argumentBit);
            instruction(program, 4, RETURN, 0, 0, REFUSE);
            instruction(program, 5, RETURN, 0, 0, ALLOW);
            MemorySegment filter = arena.allocate(16, 8); // struct sock_fprog
            filter.set(JAVA_SHORT, 0, (short) 6);
            filter.set(ADDRESS, 8, program);
            assertThat(prctl(PR_SET_NO_NEW_PRIVS, 1, MemorySegment.NULL)).isZero();
            assertThat(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter)).isZero();
        }
    }

    /** Writes {@code struct sock_filter {u16 code; u8 jt, jf; u32 k;}}. */
    private static void instruction(MemorySegment program, int at, short code, int ifTrue, int ifFalse, int value) {
        program.set(JAVA_SHORT, at * INSTRUCTION_BYTES, code);
        program.set(JAVA_BYTE, at * INSTRUCTION_BYTES + 2, (byte) ifTrue);
        program.set(JAVA_BYTE, at * INSTRUCTION_BYTES + 3, (byte) ifFalse);
        program.set(JAVA_INT, at * INSTRUCTION_BYTES + 4, value);
    }

    @SuppressWarnings("restricted") // a test that talks to the kernel
    private static int prctl(int option, long value, MemorySegment pointer) throws Exception {
        Linker linker = Linker.nativeLinker();
        var type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
        MethodHandle prctl = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("prctl"), type, Linker.Option.firstVariadicArg(1));
        try {
            return (int) prctl.invokeExact(option, value, pointer, 0L, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
