package dev.tachograph.linux;

/**
 * The process is killed when its parent ends, to be exact: when the parent's thread ends that started it. The thread that
 * applies this has to live as long as the process. Source: PR_SET_PDEATHSIG(2const).
 *
 * @param pid of the parent
 */
record ParentDeath(long pid) implements Restraint {
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int SIGKILL = 9;

    @Override
    public String apply(KernelCalls kernel) throws KernelRefusal {
        kernel.require("PR_SET_PDEATHSIG", SystemCall.PRCTL, PR_SET_PDEATHSIG, SIGKILL);
        boolean isThere = ProcessHandle.current()
                .parent()
                .filter(parent -> parent.pid() == pid)
                .isPresent();
        if (!isThere) { // it ended before the kernel knew that we want to follow
            Runtime.getRuntime().halt(1);
        }
        return "killed when pid %d ends".formatted(pid);
    }
}
