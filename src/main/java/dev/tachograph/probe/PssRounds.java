package dev.tachograph.probe;

import dev.tachograph.linux.Errno;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the proportional memory of the processes that matter most, a few in each round: the largest, and those whose memory has
 * changed most. What was asked longest ago comes first. Used by one thread.
 */
final class PssRounds {
    static final int LARGEST = 20;
    static final int CHANGED = 5;
    static final long AGAIN_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long REFUSED_AGAIN_NANOS = Duration.ofHours(1).toNanos();
    private static final long LEAST_CHANGE_BYTES = 8 << 20;
    /** A smaller change is not told: the figure moves a little whenever anybody maps the same library. */
    private static final long TOLD_SHARE = 100;

    private final PssSource source;
    private final PssBudget budget;
    private final LongSupplier cpuNanos;
    private final int self;
    private final Map<ProcessKey, Asked> asked = new HashMap<>();
    private List<ProcessSample> before = List.of();

    /** When a process was asked for, and the answer; without one, whether it was refused. */
    record Asked(long atNanos, @Nullable Long bytes, boolean isRefused) {
        boolean isDue(long now) {
            return now - atNanos >= (isRefused ? REFUSED_AGAIN_NANOS : AGAIN_NANOS);
        }
    }

    /**
     * @param cpuNanos CPU time of the calling thread
     * @param self whose own memory is left alone, since looking at it would hold up the recorder
     */
    PssRounds(PssSource source, PssBudget budget, LongSupplier cpuNanos, int self) {
        this.source = source;
        this.budget = budget;
        this.cpuNanos = cpuNanos;
        this.self = self;
    }

    /**
     * One round.
     *
     * @param samples in order of pid
     * @return what is known now, by process
     */
    Map<ProcessKey, Asked> round(List<ProcessSample> samples, long nowNanos) {
        long begin = cpuNanos.getAsLong();
        budget.begin(nowNanos);
        forgetGone(samples);
        List<ProcessSample> candidates = candidates(samples, nowNanos);
        before = samples;
        budget.spend(cpuNanos.getAsLong() - begin);
        for (ProcessSample sample : candidates) {
            long resident = sample.figures().residentBytes();
            if (budget.allows(resident)) {
                ask(sample.key(), resident, nowNanos);
            }
        }
        return Map.copyOf(asked);
    }

    private void ask(ProcessKey key, long resident, long nowNanos) {
        long begin = cpuNanos.getAsLong();
        long bytes = source.bytesOf(key);
        budget.spent(resident, cpuNanos.getAsLong() - begin);
        // A kernel without the file refuses all of it.
        boolean isRefused = Errno.isRefused(bytes) || bytes == -Errno.ENOENT;
        asked.put(key, new Asked(nowNanos, bytes < 0 ? null : Long.valueOf(told(asked.get(key), bytes)), isRefused));
    }

    private static long told(@Nullable Asked known, long bytes) {
        Long last = known == null ? null : known.bytes;
        return last != null && Math.abs(bytes - last) < last / TOLD_SHARE ? last : bytes;
    }

    private void forgetGone(List<ProcessSample> samples) {
        if (!asked.isEmpty()) {
            Set<ProcessKey> alive = HashSet.newHashSet(samples.size());
            samples.forEach(sample -> alive.add(sample.key()));
            asked.keySet().retainAll(alive);
        }
    }

    private List<ProcessSample> candidates(List<ProcessSample> samples, long now) {
        var largest = new PriorityQueue<>(Comparator.comparingLong(PssRounds::residentBytes));
        for (ProcessSample sample : samples) {
            if (isEligible(sample)) {
                keepMost(largest, sample, LARGEST);
            }
        }
        Map<ProcessKey, ProcessSample> candidates = new HashMap<>();
        largest.forEach(sample -> candidates.put(sample.key(), sample));
        changed(samples).forEach(change -> candidates.put(change.sample.key(), change.sample));
        return candidates.values().stream()
                .filter(sample -> isDue(sample.key(), now))
                .sorted(Comparator.comparingLong(this::askedNanos)
                        .thenComparing(Comparator.comparingLong(PssRounds::residentBytes)
                                .reversed()))
                .toList();
    }

    /** Those whose memory has changed most since the round before; both lists are in order of pid. */
    private PriorityQueue<Change> changed(List<ProcessSample> samples) {
        var changed = new PriorityQueue<>(Comparator.comparingLong(Change::bytes));
        int at = 0;
        for (ProcessSample sample : samples) {
            while (at < before.size()
                    && before.get(at).key().pid() < sample.key().pid()) {
                at++;
            }
            ProcessSample earlier = at < before.size() ? before.get(at) : null;
            if (earlier != null && earlier.key().equals(sample.key()) && isEligible(sample)) {
                long bytes = Math.abs(residentBytes(sample) - residentBytes(earlier));
                if (bytes >= LEAST_CHANGE_BYTES) {
                    keepMost(changed, new Change(sample, bytes), CHANGED);
                }
            }
        }
        return changed;
    }

    private record Change(ProcessSample sample, long bytes) {}

    private static <T> void keepMost(PriorityQueue<T> greatest, T one, int most) {
        greatest.add(one);
        if (greatest.size() > most) {
            greatest.remove();
        }
    }

    private boolean isEligible(ProcessSample sample) {
        long resident = residentBytes(sample);
        return resident > 0
                && !sample.description().kernelThread()
                && sample.key().pid() != self
                && !budget.isGiant(resident);
    }

    private boolean isDue(ProcessKey key, long now) {
        Asked known = asked.get(key);
        return known == null || known.isDue(now);
    }

    private long askedNanos(ProcessSample sample) {
        Asked known = asked.get(sample.key());
        return known == null ? Long.MIN_VALUE : known.atNanos;
    }

    private static long residentBytes(ProcessSample sample) {
        return sample.figures().residentBytes();
    }
}
