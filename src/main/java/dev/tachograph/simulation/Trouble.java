package dev.tachograph.simulation;

import dev.tachograph.model.ProcessSample;
import dev.tachograph.simulation.Program.Part;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Incident} happen to the processes of the made-up host. */
final class Trouble {
    private static final String LEAKING_UNIT = "billing.service";
    private static final String HOT_UNIT = "checkout.service";
    private static final String RECLAIM = "kswapd0";
    private static final long PEAK_BYTES = 7_600L << 20;
    private static final long PAGE = 4096;
    private static final long RECLAIM_MICROS = 300_000_000;

    private final Chance chance;
    private final long leakFrom;
    final long gone;
    final long rushFrom;
    final long rushUntil;
    private final long burstFrom;
    private final long burstUntil;

    Trouble(Incident incident, Chance chance) {
        this.chance = chance;
        leakFrom = SyntheticHistory.micros(incident.leakFrom());
        gone = SyntheticHistory.micros(incident.gone());
        rushFrom = SyntheticHistory.micros(incident.rushFrom());
        rushUntil = SyntheticHistory.micros(incident.rushUntil());
        burstFrom = SyntheticHistory.micros(incident.burstFrom());
        burstUntil = SyntheticHistory.micros(incident.burstUntil());
    }

    static boolean isLeaking(Program program) {
        return program.part() == Part.HOST && program.unit().equals(LEAKING_UNIT);
    }

    /** What a process does under the circumstances; {@code null} when it goes on as usual. */
    @Nullable ProcessSample live(SyntheticProcess process, long now, long elapsedMicros) {
        if (now < leakFrom || now >= burstUntil) {
            return null;
        }
        Program program = process.program();
        if (isLeaking(program) && now < gone) {
            return process.work(leak(process, now, elapsedMicros));
        }
        if (program.name().equals(RECLAIM) && now >= gone - RECLAIM_MICROS && now < gone) {
            return process.work(new Work(elapsedMicros * chance.between(5, 35) / 100, 0, 0, 0));
        }
        if (program.mayBeBusy() && program.unit().equals(HOT_UNIT) && now >= burstFrom) {
            return process.work(hot(process, elapsedMicros));
        }
        return null;
    }

    /** The nearer the limit, the more of the time goes into looking for memory. */
    private Work leak(SyntheticProcess process, long now, long elapsedMicros) {
        double done = (now - leakFrom) / (double) (gone - leakFrom);
        long usual = process.program().residentBytes();
        long resident = usual + (long) ((PEAK_BYTES - usual) * done) / PAGE * PAGE;
        double cores = 0.1 + 2.4 * done * done * done * done;
        return new Work(
                (long) (elapsedMicros * cores * chance.factor(0.2)), 0, 0, Math.max(process.residentBytes(), resident));
    }

    /** A core each, and a line in the log for every request that fails. */
    private Work hot(SyntheticProcess process, long elapsedMicros) {
        return new Work(
                elapsedMicros * chance.between(91, 99) / 100,
                0,
                PAGE * chance.between(60, 400) * Math.max(1, elapsedMicros / 5_000_000),
                process.residentBytes());
    }
}
