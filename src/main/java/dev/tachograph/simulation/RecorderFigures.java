package dev.tachograph.simulation;

import dev.tachograph.model.ProbeCosts;
import dev.tachograph.model.RecorderCost;

/** What the recorder on the made-up host costs. For one thread. */
final class RecorderFigures {
    private static final long PAGE = 4096;
    private static final long LEAST_RESIDENT = 108L << 20;
    private static final long MICROS_PER_EXIT = 6;

    private final Chance chance;

    RecorderFigures(Chance chance) {
        this.chance = chance;
    }

    /**
     * What it had at a look, and did since the one before.
     *
     * @param work meaningless where no interval is known
     */
    record Seen(boolean isKnown, Work work, long lookMicros) {
        /** As it tells it itself, with so many ends of processes taken in. */
        RecorderCost cost(int exits) {
            long host = lookMicros / 5;
            long groups = lookMicros / 4;
            return new RecorderCost(
                    isKnown ? Long.valueOf(work.cpuMicros()) : null,
                    work.residentBytes(),
                    isKnown ? Long.valueOf(work.writtenBytes()) : null,
                    0,
                    0,
                    new ProbeCosts(lookMicros - host - groups, host, groups, 40 + exits * MICROS_PER_EXIT));
        }
    }

    Seen look(boolean isKnown) {
        long cpu = isKnown ? chance.between(14_000, 24_000) : 0;
        long resident = LEAST_RESIDENT + PAGE * chance.between(0, 1500);
        long written = isKnown ? PAGE * chance.between(1, 4) : 0;
        return new Seen(isKnown, new Work(cpu, 0, written, resident), 3_000 + chance.between(0, 4_000));
    }
}
