package dev.tachograph.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The program by which the kernel judges each system call of a caged process: which it may not make, and which with some
 * arguments only. Source: Documentation/userspace-api/seccomp_filter.rst.
 */
final class SystemCallRules {
    /** Numbers from here on are younger than what was looked at; the C library has another way where one is missing. */
    static final int FIRST_UNKNOWN = 457;

    private static final int CLONE_THREAD = 0x0001_0000;
    private static final int PR_SET_NAME = 15;
    private static final int PR_GET_NAME = 16;
    private static final int PR_SET_VMA = 0x5356_4d41;

    /** Offsets in struct seccomp_data; of an argument it is the low half, as both machines are little-endian. */
    private static final int NUMBER = 0;

    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;

    private static final int LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
    private static final int IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
    private static final int IF_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
    private static final int IF_ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private static final int RETURN = 0x06; // BPF_RET | BPF_K

    private static final int ALLOW = 0x7fff_0000;
    private static final int KILL_PROCESS = 0x8000_0000;
    private static final int REFUSE = 0x0005_0000 | Errno.EPERM;
    private static final int NO_SUCH_CALL = 0x0005_0000 | Errno.ENOSYS;

    private final List<SocketFilter.Instruction> program = new ArrayList<>();

    private SystemCallRules() {}

    /** @param pid of the process that will be caged, which may send signals to itself */
    static SystemCallRules of(Machine machine, int pid) {
        var rules = new SystemCallRules();
        rules.add(LOAD, 0, 0, ARCHITECTURE);
        rules.add(IF_EQUAL, 1, 0, machine.auditArchitecture);
        rules.add(RETURN, 0, 0, KILL_PROCESS);
        rules.add(LOAD, 0, 0, NUMBER);
        rules.add(IF_AT_LEAST, 0, 1, FIRST_UNKNOWN); // those of x32 among them
        rules.add(RETURN, 0, 0, NO_SUCH_CALL);
        rules.limited(machine, pid);
        Arrays.stream(SystemCall.values())
                .filter(call -> call.use == SystemCall.Use.REFUSED && call.existsOn(machine))
                .sorted(Comparator.comparingInt(call -> call.number(machine)))
                .forEach(call -> rules.when(call.number(machine), REFUSE));
        rules.add(RETURN, 0, 0, ALLOW);
        return rules;
    }

    private void limited(Machine machine, int pid) {
        // clone3 hides its flags behind a pointer; without it the C library calls clone
        when(SystemCall.CLONE3.number(machine), NO_SUCH_CALL);
        add(IF_EQUAL, 0, 4, SystemCall.CLONE.number(machine));
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        add(IF_ANY_BIT, 0, 1, CLONE_THREAD);
        add(RETURN, 0, 0, ALLOW);
        add(RETURN, 0, 0, REFUSE);
        onlyWith(SystemCall.TGKILL.number(machine), pid);
        onlyWith(SystemCall.PRLIMIT64.number(machine), 0); // its own
        onlyWith(SystemCall.PRCTL.number(machine), PR_SET_NAME, PR_GET_NAME, PR_SET_VMA);
    }

    private void when(int number, int verdict) {
        add(IF_EQUAL, 0, 1, number);
        add(RETURN, 0, 0, verdict);
    }

    /** Allows a call with one of these as its first argument, and no other. */
    private void onlyWith(int number, int... arguments) {
        add(IF_EQUAL, 0, 2 + 2 * arguments.length, number);
        add(LOAD, 0, 0, FIRST_ARGUMENT);
        for (int argument : arguments) {
            when(argument, ALLOW);
        }
        add(RETURN, 0, 0, REFUSE);
    }

    private void add(int code, int ifTrue, int ifFalse, int value) {
        program.add(new SocketFilter.Instruction(code, ifTrue, ifFalse, value));
    }

    /** As {@code struct sock_fprog}. */
    MemorySegment inMemory(Arena arena) {
        return new SocketFilter(program).inMemory(arena);
    }
}
