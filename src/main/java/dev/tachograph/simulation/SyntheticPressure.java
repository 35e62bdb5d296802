package dev.tachograph.simulation;

import dev.tachograph.model.PressureSample;

/** For how long threads of the made-up host waited: the longer, the less there is left of what they wait for. */
final class SyntheticPressure {
    private final Chance chance;

    SyntheticPressure(Chance chance) {
        this.chance = chance;
    }

    /**
     * Of one interval.
     *
     * @param busyShare of all CPUs together, 0 to 1
     * @param want of memory, 0 to 1
     * @param diskMicros time that a disk was busy
     */
    PressureSample look(Doings did, double busyShare, double want, long diskMicros) {
        if (!did.isKnown()) {
            return PressureSample.UNKNOWN;
        }
        double elapsed = did.elapsedMicros();
        double crowd = busyShare * busyShare * busyShare;
        long cpu = part(elapsed, crowd * 0.7 + Math.max(0, busyShare - 0.8));
        long memory = part(elapsed, want * want * 0.8);
        long io = Math.min((long) elapsed, (long) (diskMicros * 0.6 * chance.factor(0.3)) + memory / 2);
        return new PressureSample(cpu, 0L, memory, memory * 3 / 5, io, io * 2 / 3, part(elapsed, busyShare * 0.002));
    }

    private long part(double elapsed, double share) {
        return (long) Math.min(elapsed, elapsed * share * chance.factor(0.15));
    }
}
