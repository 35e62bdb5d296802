package dev.tachograph.simulation;

import dev.tachograph.model.CpuSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CPUs of the made-up host. They are busy with what processes did, those that ended included, with interrupts, and with a
 * little that nobody can name; like the kernel, they tell it in ticks of the clock, and the rest of a tick later. For one thread.
 */
final class SyntheticCpus {
    private static final long CLOCK_TICK_MICROS = 10_000;
    private static final int USER = 0;
    private static final int NICE = 1;
    private static final int SYSTEM = 2;
    private static final int IRQ = 3;
    private static final int SOFTIRQ = 4;
    private static final int STEAL = 5;
    private static final int IOWAIT = 6;
    private static final int IDLE = 7;
    private static final int KINDS = 8;

    private static final double UNNAMED_SPREAD = 0.02;
    private static final double IRQ_SHARE = 0.0003;
    private static final double SOFTIRQ_SHARE = 0.0005;
    private static final double MICROS_PER_PACKET = 1.5;
    private static final double SYSTEM_SHARE = 0.22;
    private static final double SYSTEM_SHARE_OF_FORKS = 0.35;
    private static final double NICE_SHARE = 0.01;

    private final Chance chance;
    private final double[] taste; // how much of the work a CPU usually gets
    private final double[][] untold; // what was spent and not told yet, by CPU and kind

    SyntheticCpus(int count, Chance chance) {
        this.chance = chance;
        taste = new double[count];
        Arrays.setAll(taste, _ -> chance.factor(0.35));
        untold = new double[count][KINDS];
    }

    /** What was seen of them; the amounts are {@code null} where no interval is known. */
    record Seen(
            List<CpuSample> samples,
            @Nullable Long busyMicros,
            @Nullable Long interruptMicros,
            double busyShare) {}

    /**
     * Lets an interval pass.
     *
     * @param packets that came and went by the network
     * @param waitedMicros time that somebody waited for a disk
     */
    Seen look(Doings did, long packets, long waitedMicros) {
        int count = taste.length;
        double elapsed = did.elapsedMicros();
        double capacity = elapsed * count;
        double irq = capacity * IRQ_SHARE * chance.factor(0.2);
        double softirq = capacity * SOFTIRQ_SHARE * chance.factor(0.2) + packets * MICROS_PER_PACKET;
        double unnamed = did.workMicros() * UNNAMED_SPREAD * (chance.upTo(2) - 0.9) + elapsed / 5e6 * unnamedAlways();
        double work = Math.clamp(did.workMicros() + unnamed, 0, capacity - irq - softirq);
        double[] parts = divided(work, elapsed - (irq + softirq) / count);
        double system = SYSTEM_SHARE + SYSTEM_SHARE_OF_FORKS * did.exitedMicros() / Math.max(1, did.workMicros());
        int waiting = chance.below(count);
        for (int cpu = 0; cpu < count; cpu++) {
            double[] to = untold[cpu];
            double left = elapsed - parts[cpu] - (irq + softirq) / count;
            double steal = chance.happens(0.2) ? Math.min(left, elapsed * 0.002 * chance.factor(0.5)) : 0;
            double wait = cpu == waiting ? Math.min(left - steal, (double) waitedMicros) : 0;
            to[USER] += parts[cpu] * (1 - system - NICE_SHARE);
            to[NICE] += parts[cpu] * NICE_SHARE;
            to[SYSTEM] += parts[cpu] * system;
            to[IRQ] += irq / count;
            to[SOFTIRQ] += softirq / count;
            to[STEAL] += steal;
            to[IOWAIT] += wait;
            to[IDLE] += left - steal - wait;
        }
        return told(did.isKnown(), Math.min(1, (work + irq + softirq) / capacity));
    }

    private double unnamedAlways() {
        return chance.between(-8_000, 16_000);
    }

    /** The work, more or less as the CPUs like it, but none of them gets more than it has time for. */
    private double[] divided(double work, double most) {
        double[] weights = new double[taste.length];
        Arrays.setAll(weights, cpu -> taste[cpu] * chance.factor(0.3));
        double[] parts = new double[weights.length];
        double left = work;
        double weight = Arrays.stream(weights).sum();
        for (int round = 0; round < weights.length && left > 0.5 && weight > 0; round++) {
            double share = left / weight;
            for (int cpu = 0; cpu < parts.length; cpu++) {
                double more = Math.min(most - parts[cpu], weights[cpu] * share);
                parts[cpu] += more;
                left -= more;
                if (parts[cpu] >= most) {
                    weight -= weights[cpu];
                    weights[cpu] = 0;
                }
            }
        }
        return parts;
    }

    private Seen told(boolean isKnown, double busyShare) {
        long[] all = new long[KINDS];
        List<CpuSample> samples = new ArrayList<>(untold.length + 1);
        for (int cpu = 0; cpu < untold.length; cpu++) {
            long[] ticks = wholeTicks(untold[cpu]);
            for (int kind = 0; kind < KINDS; kind++) {
                all[kind] += ticks[kind];
            }
            samples.add(sample(Integer.toString(cpu), ticks, isKnown));
        }
        samples.addFirst(sample(CpuSample.ALL, all, isKnown));
        return new Seen(
                samples,
                isKnown ? Long.valueOf(all[USER] + all[NICE] + all[SYSTEM] + all[IRQ] + all[SOFTIRQ]) : null,
                isKnown ? Long.valueOf(all[IRQ] + all[SOFTIRQ]) : null,
                busyShare);
    }

    private static long[] wholeTicks(double[] spent) {
        long[] ticks = new long[KINDS];
        for (int kind = 0; kind < KINDS; kind++) {
            long whole = (long) (spent[kind] / CLOCK_TICK_MICROS);
            ticks[kind] = whole * CLOCK_TICK_MICROS;
            spent[kind] -= ticks[kind];
        }
        return ticks;
    }

    private static CpuSample sample(String cpu, long[] ticks, boolean isKnown) {
        return isKnown
                ? new CpuSample(
                        cpu,
                        ticks[USER],
                        ticks[NICE],
                        ticks[SYSTEM],
                        ticks[IRQ],
                        ticks[SOFTIRQ],
                        ticks[STEAL],
                        0L,
                        ticks[IOWAIT],
                        ticks[IDLE])
                : new CpuSample(cpu, null, null, null, null, null, null, null, null, null);
    }
}
