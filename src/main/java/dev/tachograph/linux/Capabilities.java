package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * The thread that applies this, and those that it starts, lose all that root may and others may not. Source:
 * capabilities(7).
 */
record Capabilities() implements Restraint {
    private static final int PR_CAPBSET_DROP = 24;
    private static final int PR_CAP_AMBIENT = 47;
    private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    private static final int MOST_CAPABILITIES = 64;
    private static final int VERSION_3 = 0x2008_0522;
    /** Of struct __user_cap_data_struct, two times: effective, permitted and inheritable, all of them none. */
    private static final long DATA_BYTES = 24;

    @Override
    public String apply(KernelCalls kernel) throws KernelRefusal {
        for (int each = 0; each < MOST_CAPABILITIES; each++) {
            kernel.call(SystemCall.PRCTL, PR_CAPBSET_DROP, each); // refused to whoever has none to lose
        }
        kernel.call(SystemCall.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL);
        MemorySegment header = kernel.arena().allocate(8, 8);
        header.set(JAVA_INT, 0, VERSION_3);
        MemorySegment none = kernel.arena().allocate(DATA_BYTES, 8);
        kernel.require("capset", SystemCall.CAPSET, header.address(), none.address());
        return "none left";
    }
}
