package dev.tachograph.linux;

/** No program that is run gives this process more rights. Source: PR_SET_NO_NEW_PRIVS(2const). */
record NoNewPrivileges() implements Restraint {
    private static final int PR_SET_NO_NEW_PRIVS = 38;

    @Override
    public String apply(KernelCalls kernel) throws KernelRefusal {
        kernel.require("PR_SET_NO_NEW_PRIVS", SystemCall.PRCTL, PR_SET_NO_NEW_PRIVS, 1);
        return "for good";
    }
}
