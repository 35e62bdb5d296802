package dev.tachograph.probe;

import dev.tachograph.linux.TaskExit;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds up threads that end until their process does. Of processes that live on, only so many are remembered, those that lost a
 * thread most recently: what is forgotten is missing from bytes read and written, hardly from CPU time, of which the kernel
 * keeps a sum of its own. Used by one thread at a time.
 */
final class ThreadGroups {
    private static final int MOST = 4096;
    /** Two threads of one process agree on when it began, as far as times of hearing tell. */
    private static final long SAME_BEGIN_MICROS = 10_000_000;

    private final LinkedHashMap<Integer, Sums> living = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * A process that ended, all its threads together.
     *
     * @param last its last thread, from which everything else is
     * @param allThreads whether bytes include those of every thread that it ever had
     */
    record Whole(
            TaskExit last,
            long cpuNanos,
            long peakResidentBytes,
            long readBytes,
            long writtenBytes,
            boolean allThreads) {}

    /** What the threads that have ended add up to. */
    private record Sums(
            long beganMicros,
            boolean fromItsBegin,
            long accountedNanos,
            long unaccountedNanos,
            long peakResidentBytes,
            long readBytes,
            long writtenBytes) {
        Sums plus(TaskExit exit) {
            return new Sums(
                    beganMicros,
                    fromItsBegin,
                    accountedNanos + exit.accountedNanos(),
                    unaccountedNanos + TaskCpu.unaccountedNanos(exit),
                    Math.max(peakResidentBytes, exit.peakResidentBytes()),
                    readBytes + exit.readBytes(),
                    writtenBytes + exit.writtenBytes());
        }
    }

    private final long listeningSinceMicros;

    /** @param listeningSinceMicros from when on ends are heard of, on CLOCK_MONOTONIC */
    ThreadGroups(long listeningSinceMicros) {
        this.listeningSinceMicros = listeningSinceMicros;
    }

    /** The process that ended with this thread; {@code null} when it lives on. */
    @Nullable Whole ended(TaskExit exit, long nowMicros) {
        long began = nowMicros - exit.processAgeMicros();
        Sums before = living.remove(exit.processPid());
        if (before == null || Math.abs(before.beganMicros - began) > SAME_BEGIN_MICROS) {
            before = new Sums(began, began > listeningSinceMicros, 0, 0, 0, 0, 0);
        }
        Sums sums = before.plus(exit);
        if (exit.lastOfProcess()) {
            Long all = exit.processNanos();
            long accounted = all == null ? sums.accountedNanos : Math.max(all, sums.accountedNanos);
            return new Whole(
                    exit,
                    accounted + sums.unaccountedNanos,
                    sums.peakResidentBytes,
                    sums.readBytes,
                    sums.writtenBytes,
                    all == null || sums.fromItsBegin);
        }
        living.put(exit.processPid(), sums);
        if (living.size() > MOST) {
            living.pollFirstEntry();
        }
        return null;
    }
}
