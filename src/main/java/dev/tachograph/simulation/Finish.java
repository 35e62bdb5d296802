package dev.tachograph.simulation;

import org.jspecify.annotations.Nullable;

/** How a process of the made-up host ends. */
record Finish(@Nullable Integer exitCode, @Nullable Integer signal, boolean coreDumped) {
    static final Finish FINE = exit(0);
    static final Finish FAILED = exit(1);
    /** As the JVM does that was asked to end. */
    static final Finish TERMINATED_JVM = exit(143);

    static final Finish KILLED = new Finish(null, 9, false);
    static final Finish ABORTED = new Finish(null, 6, true);
    static final Finish SEGFAULT = new Finish(null, 11, true);
    private static final Finish BROKEN_PIPE = new Finish(null, 13, false);
    private static final Finish TOLD_TO_END = new Finish(null, 15, false);

    private static final double CRASHES = 0.01;
    private static final double FAILS = 0.04;
    private static final double FINDS_NOTHING = 0.2;
    private static final double NOBODY_READS = 0.02;
    private static final double STORM_FAILS = 0.3;

    static Finish exit(int code) {
        return new Finish(code, null, false);
    }

    /** As processes of such a program usually do. */
    static Finish of(Program program, Chance chance) {
        return switch (program.part()) {
            case HOST, SERVICE -> TOLD_TO_END;
            case KERNEL -> FINE;
            case WORKER -> program.name().equals("convert") && chance.happens(CRASHES) ? SEGFAULT : FINE;
            case SHELL, JOB -> chance.happens(FAILS) ? FAILED : FINE;
            case RUSH -> FAILED;
            case CRON, CHECK -> chance.happens(FAILS / 4) ? FAILED : FINE;
            case PIPE -> ofPipeline(program, chance);
            case STORM -> chance.happens(STORM_FAILS) ? exit(128) : FINE;
        };
    }

    /** Those that look for something may find nothing, and those that write may have nobody who reads. */
    private static Finish ofPipeline(Program program, Chance chance) {
        if (program.name().equals("grep") && chance.happens(FINDS_NOTHING)) {
            return FAILED;
        }
        return chance.happens(NOBODY_READS) ? BROKEN_PIPE : FINE;
    }
}
