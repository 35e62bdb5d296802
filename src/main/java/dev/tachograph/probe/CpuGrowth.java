package dev.tachograph.probe;

import dev.tachograph.model.CpuSample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the CPUs spent their time on between two moments of {@code /proc/stat}. Nothing is known of a CPU that was not online
 * before, or one of whose times went down or grew by more than there was time for, as after some migrations of virtual
 * machines. Idle and waiting times may go down by a little by the kernel's own rules: only they are unknown then, and for all
 * CPUs together also when some came or went, since the kernel counts their idle time in another way while they are offline.
 */
final class CpuGrowth {
    private static final int[] NEVER_DOWN = {
        StatFile.USER,
        StatFile.NICE,
        StatFile.SYSTEM,
        StatFile.IRQ,
        StatFile.SOFTIRQ,
        StatFile.STEAL,
        StatFile.GUEST,
        StatFile.GUEST_NICE
    };

    private final long ticksPerSecond;

    CpuGrowth(long ticksPerSecond) {
        this.ticksPerSecond = ticksPerSecond;
    }

    /** All of them together first, then each. */
    List<CpuSample> samples(@Nullable StatFile before, StatFile now, @Nullable Long intervalMicros) {
        boolean known = before != null && intervalMicros != null;
        boolean sameCpus = before != null && before.hasCpusOf(now);
        Map<Integer, StatFile.Cpu> earlier = new HashMap<>();
        if (before != null && known) {
            before.cpus().forEach(cpu -> earlier.put(cpu.number, cpu));
        }
        long most = intervalMicros == null ? 0 : mostTicks(intervalMicros);
        List<CpuSample> samples = new ArrayList<>(now.cpus().size());
        for (StatFile.Cpu cpu : now.cpus()) {
            boolean all = cpu.number == StatFile.ALL;
            long limit = all ? most * Math.max(1, now.online()) : most;
            samples.add(sample(earlier.get(cpu.number), cpu, limit, sameCpus || !all));
        }
        return samples;
    }

    /** The ticks that one CPU may have counted, with room for late ticks and for looks that take their time. */
    private long mostTicks(long intervalMicros) {
        return (2 * intervalMicros / 1000 + 1000) * ticksPerSecond / 1000;
    }

    private CpuSample sample(
            StatFile.@Nullable Cpu before, StatFile.Cpu now, long mostTicks, boolean restIsComparable) {
        String name = now.number == StatFile.ALL ? CpuSample.ALL : Integer.toString(now.number);
        if (before == null || countsAnew(before, now, mostTicks)) {
            return new CpuSample(name, null, null, null, null, null, null, null, null, null);
        }
        return new CpuSample(
                name,
                micros(own(before, StatFile.USER, StatFile.GUEST), own(now, StatFile.USER, StatFile.GUEST)),
                micros(own(before, StatFile.NICE, StatFile.GUEST_NICE), own(now, StatFile.NICE, StatFile.GUEST_NICE)),
                micros(before, now, StatFile.SYSTEM),
                micros(before, now, StatFile.IRQ),
                micros(before, now, StatFile.SOFTIRQ),
                micros(before, now, StatFile.STEAL),
                micros(guest(before), guest(now)),
                restIsComparable ? micros(before, now, StatFile.IOWAIT) : null,
                restIsComparable ? micros(before, now, StatFile.IDLE) : null);
    }

    private static boolean countsAnew(StatFile.Cpu before, StatFile.Cpu now, long mostTicks) {
        for (int time : NEVER_DOWN) {
            long grown = now.ticks(time) - before.ticks(time);
            if (grown < 0 || grown > mostTicks) {
                return true;
            }
        }
        return now.ticks(StatFile.IDLE) - before.ticks(StatFile.IDLE) > mostTicks
                || now.ticks(StatFile.IOWAIT) - before.ticks(StatFile.IOWAIT) > mostTicks;
    }

    /** A time without that of guests, which the kernel counts in both. */
    private static long own(StatFile.Cpu cpu, int time, int guest) {
        return cpu.ticks(time) - Math.max(0, cpu.ticks(guest));
    }

    private static long guest(StatFile.Cpu cpu) {
        long guest = cpu.ticks(StatFile.GUEST);
        return guest < 0 ? guest : guest + Math.max(0, cpu.ticks(StatFile.GUEST_NICE));
    }

    private @Nullable Long micros(StatFile.Cpu before, StatFile.Cpu now, int time) {
        return micros(before.ticks(time), now.ticks(time));
    }

    private @Nullable Long micros(long before, long now) {
        Long ticks = Growth.of(before, now);
        return ticks == null ? null : Long.valueOf(ticks * 1_000_000 / ticksPerSecond);
    }

    /**
     * CPU time that all CPUs spent working: what they did not rest. {@code null} when CPUs came or went, or count anew. Less than
     * nothing is possible, as the sources differ.
     */
    @Nullable Long busyMicros(@Nullable StatFile before, StatFile now, @Nullable Long intervalMicros) {
        if (before == null || intervalMicros == null || now.online() == 0 || !before.hasCpusOf(now)) {
            return null;
        }
        if (countsAnew(before.all(), now.all(), mostTicks(intervalMicros) * now.online())) {
            return null;
        }
        long rested = now.all().restTicks() - before.all().restTicks();
        return now.online() * intervalMicros - rested * 1_000_000 / ticksPerSecond;
    }
}
