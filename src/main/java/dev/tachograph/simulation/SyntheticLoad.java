package dev.tachograph.simulation;

import dev.tachograph.model.LoadSample;

/** How much the made-up host has to do, as the kernel tells it. For one thread. */
final class SyntheticLoad {
    private static final double[] SECONDS = {60, 300, 900};
    private static final int SWITCHES_PER_CPU_SECOND = 900;
    private static final int SWITCHES_ALWAYS = 350;
    private static final int INTERRUPTS_ALWAYS = 260;

    private final Chance chance;
    private final double[] averages = new double[SECONDS.length];
    private boolean hasBegun;

    SyntheticLoad(Chance chance) {
        this.chance = chance;
    }

    /**
     * Lets an interval pass.
     *
     * @param busyMicros of all CPUs
     * @param crowded how many more would have liked to run
     */
    LoadSample look(Doings did, double busyMicros, double crowded, long packets) {
        double elapsed = did.elapsedMicros();
        double active =
                elapsed == 0 ? 0 : busyMicros / elapsed + crowded + did.sums().blocked();
        for (int i = 0; i < averages.length; i++) {
            averages[i] += (active - averages[i]) * (hasBegun ? did.share(SECONDS[i]) : 1);
        }
        hasBegun = true;
        double seconds = elapsed / 1e6;
        double switches = busyMicros / 1e6 * SWITCHES_PER_CPU_SECOND * chance.factor(0.2) + seconds * SWITCHES_ALWAYS;
        double interrupts = packets * 0.3 + switches * 0.2 + seconds * INTERRUPTS_ALWAYS * chance.factor(0.05);
        return new LoadSample(
                hundredths(averages[0]),
                hundredths(averages[1]),
                hundredths(averages[2]),
                Math.max(1L, Math.round(active * chance.factor(0.3))),
                (long) did.sums().blocked(),
                (long) did.sums().threads(),
                did.known(did.born() + chance.below(3)),
                did.known((long) switches + 4L * did.born()),
                did.known((long) interrupts));
    }

    private static double hundredths(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
