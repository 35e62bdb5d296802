package dev.tachograph.simulation;

import dev.tachograph.model.ProcessSample;
import dev.tachograph.simulation.Program.Part;
import org.jspecify.annotations.Nullable;

/** Makes an {@link Incident} happen to the processes of the made-up host. */
final class Trouble {
    static final String LEAKING_PATH = "/system.slice/billing.service";
    private static final String LEAKING_UNIT = "billing.service";
    private static final String ABORTED_UNIT = "postgresql@17-main.service";
    private static final String HOT_UNIT = "checkout.service";
    private static final String RECLAIM = "kswapd0";
    /** What the service that leaks has in the end. */
    static final long PEAK_BYTES = 7_600L << 20;

    private static final long PAGE = 4096;
    private static final long RECLAIM_MICROS = 300_000_000;

    /** While everybody tries again, so much more comes in. */
    private static final double RETRIES = 1.8;

    private static final double OF_FIVE_SECONDS = 1 / 5e6;
    private static final int LEAST_PAGES = 60;
    private static final int MOST_PAGES = 400;

    private final Chance chance;
    private final int cpus;
    private int hotOnes;
    private final long leakFrom;
    final long gone;
    final long rushFrom;
    final long rushUntil;
    final long burstFrom;
    final long full;
    final long cleaned;
    private final long burstUntil;

    /** @param cpus that the host has */
    Trouble(Incident incident, int cpus, Chance chance) {
        this.chance = chance;
        this.cpus = cpus;
        leakFrom = SyntheticHistory.micros(incident.leakFrom());
        gone = SyntheticHistory.micros(incident.gone());
        rushFrom = SyntheticHistory.micros(incident.rushFrom());
        rushUntil = SyntheticHistory.micros(incident.rushUntil());
        burstFrom = SyntheticHistory.micros(incident.burstFrom());
        burstUntil = SyntheticHistory.micros(incident.burstUntil());
        full = SyntheticHistory.micros(incident.fullFrom());
        cleaned = SyntheticHistory.micros(incident.fullUntil());
    }

    int cpus() {
        return cpus;
    }

    /** One of the host's own processes. */
    void meet(SyntheticProcess process) {
        hotOnes += isHot(process.program()) ? 1 : 0;
    }

    private static boolean isHot(Program program) {
        return program.mayBeBusy() && program.unit().equals(HOT_UNIT);
    }

    /** One that can't go on without room on the disk. */
    static boolean isAborted(Program program) {
        return program.part() == Part.HOST
                && program.mayBeBusy()
                && program.unit().equals(ABORTED_UNIT);
    }

    /** What the file system still has room for when the workers get hot: they will have filled it in time. */
    long roomBytes() {
        double pages = hotOnes * (LEAST_PAGES + MOST_PAGES) / 2.0 * (full - burstFrom) * OF_FIVE_SECONDS;
        return PAGE * (long) pages;
    }

    boolean leaksAt(long now) {
        return now >= leakFrom && now < gone;
    }

    /** How many times the usual visitors there are. */
    double visitors(long now) {
        return now >= gone && now < burstUntil ? RETRIES : 1;
    }

    /** What a process did from a look to its end. */
    Work lastWork(SyntheticProcess process, long fromMicros) {
        return isLeaking(process.program()) && process.endsMicros() == gone
                ? leak(process, gone, gone - fromMicros)
                : process.lastWork();
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
        if (isHot(program) && now >= burstFrom) {
            return process.work(hot(process, now, elapsedMicros));
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

    /** A core each, as far as there are some, and a line in a file for every request that fails. */
    private Work hot(SyntheticProcess process, long now, long elapsedMicros) {
        double cores = Math.min(1, (cpus - 0.8) / hotOnes);
        double pages = chance.between(LEAST_PAGES, MOST_PAGES) * elapsedMicros * OF_FIVE_SECONDS;
        return new Work(
                (long) (elapsedMicros * cores * chance.between(91, 99) / 100),
                0,
                now >= full ? 0 : PAGE * (long) (pages + chance.upTo(1)),
                process.residentBytes());
    }
}
