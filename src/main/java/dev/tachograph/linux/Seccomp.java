package dev.tachograph.linux;

/** System calls by which a process would reach others, the network or the kernel are refused, to all its threads. */
record Seccomp() implements Restraint {
    private static final int SECCOMP_SET_MODE_FILTER = 1;
    private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;

    @Override
    public String apply(KernelCalls kernel) throws KernelRefusal {
        int pid = Math.toIntExact(ProcessHandle.current().pid());
        var program = SystemCallRules.of(kernel.machine(), pid).inMemory(kernel.arena());
        long unsynced = kernel.require(
                "seccomp", SystemCall.SECCOMP, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, program.address());
        if (unsynced != 0) { // the id of a thread that has another filter
            throw new KernelRefusal("seccomp for all threads", Errno.ESRCH);
        }
        return "network, programs, other processes and the kernel's tools are refused";
    }
}
