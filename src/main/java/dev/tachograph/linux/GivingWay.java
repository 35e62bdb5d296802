package dev.tachograph.linux;

/** Others come first at the processors and at the disk. Sources: setpriority(2), ioprio_set(2). */
record GivingWay() implements Restraint {
    private static final int PRIO_PROCESS = 0;
    private static final int IOPRIO_WHO_PROCESS = 1;
    private static final int NICE = 10;
    /** The last of the class "best effort". */
    private static final int LAST_AT_THE_DISK = 2 << 13 | 7;

    @Override
    public String apply(KernelCalls kernel) throws KernelRefusal {
        kernel.require("setpriority", SystemCall.SETPRIORITY, PRIO_PROCESS, 0, NICE);
        kernel.call(SystemCall.IOPRIO_SET, IOPRIO_WHO_PROCESS, 0, LAST_AT_THE_DISK); // some schedulers know no order
        return "nice " + NICE;
    }
}
