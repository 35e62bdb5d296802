package dev.tachograph.simulation;

import dev.tachograph.simulation.Program.Part;

/**
 * How a process of the made-up host behaves.
 *
 * @param isBusy whether it runs in most intervals, rather than after pauses
 * @param pauseSeconds how long it usually sleeps
 * @param cpuMicros what it usually uses: in five seconds when busy, else when it wakes up
 * @param writes how often it writes when it runs
 * @param steadiness how far its use of the CPU spreads
 */
record Temper(boolean isBusy, double pauseSeconds, double cpuMicros, double writes, double steadiness) {
    /** Of what a busy process does, so much is left out by chance. */
    static final double BUSY_SHARE = 0.8;

    private static final double USUAL_PAUSE_SECONDS = 450;
    private static final double SHORT_PAUSE_SECONDS = 8;

    static Temper busy(Program program, Chance chance) {
        return new Temper(true, 0, 60_000 * chance.factor(0.8), program.residentBytes() > 40 << 20 ? 0.2 : 0.05, 0.5);
    }

    static Temper of(Program program, Chance chance) {
        return switch (program.part()) {
            case HOST, SERVICE ->
                new Temper(false, USUAL_PAUSE_SECONDS * chance.factor(1), 220 * chance.factor(0.4), 0.05, 0.5);
            case KERNEL -> new Temper(false, USUAL_PAUSE_SECONDS * chance.factor(1), 90 * chance.factor(0.4), 0, 0.4);
            case WORKER -> new Temper(false, 150 * chance.factor(0.8), 2_000 * chance.factor(1), 0.1, 0.7);
            case SHELL, JOB, RUSH, CRON, CHECK, PIPE, STORM ->
                new Temper(false, SHORT_PAUSE_SECONDS, 9_000 * chance.factor(0.8), 0.1, 0.6);
        };
    }

    /** How long a process of that part lives. */
    static double lifeSeconds(Part part, Chance chance) {
        return switch (part) {
            case HOST, SERVICE, KERNEL -> Double.POSITIVE_INFINITY;
            case SHELL, JOB -> 4 + chance.pause(20);
            case WORKER -> 20 + chance.pause(chance.happens(0.25) ? 1500 : 330);
            case RUSH -> 5 + chance.pause(7);
            case CRON, CHECK, PIPE, STORM -> 0.01 + chance.pause(0.05);
        };
    }
}
