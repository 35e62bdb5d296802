package dev.tachograph.probe;

import dev.tachograph.linux.TaskExit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    private final List<Ended> ended = new ArrayList<>();
    /** Those among the ended that had other threads, by pid. */
    private final Map<Integer, Ended> endedGroups = new HashMap<>();

    /**
     * A process that ended, all its threads together.
     *
     * @param last its last thread, from which everything else is
     * @param name that of its first thread, which is what the process is called; {@code null} when that was not heard of
     * @param beforeExec whether it never called exec; only of its first thread the kernel says so
     * @param allThreads whether bytes include those of every thread that it ever had
     */
    record Whole(
            TaskExit last,
            @Nullable String name,
            boolean beforeExec,
            long cpuNanos,
            long peakResidentBytes,
            long readBytes,
            long writtenBytes,
            boolean allThreads) {}

    /** A process of which the last thread was told. */
    private static final class Ended {
        private final TaskExit last;
        private Sums sums;

        Ended(TaskExit last, Sums sums) {
            this.last = last;
            this.sums = sums;
        }

        Whole whole() {
            Long all = last.processNanos();
            long accounted = all == null ? sums.accountedNanos : Math.max(all, sums.accountedNanos);
            TaskExit first = sums.first;
            return new Whole(
                    last,
                    first == null ? null : first.name(),
                    first != null && first.beforeExec(),
                    accounted + sums.unaccountedNanos,
                    sums.peakResidentBytes,
                    sums.readBytes,
                    sums.writtenBytes,
                    all == null || sums.fromItsBegin);
        }
    }

    /**
     * What the threads that have ended add up to.
     *
     * @param first the thread that has the number of the process: the newest, as one that calls exec takes its place
     */
    private record Sums(
            long beganMicros,
            boolean fromItsBegin,
            @Nullable TaskExit first,
            long accountedNanos,
            long unaccountedNanos,
            long peakResidentBytes,
            long readBytes,
            long writtenBytes) {
        Sums plus(TaskExit exit) {
            return new Sums(
                    beganMicros,
                    fromItsBegin,
                    exit.pid() == exit.processPid() ? exit : first,
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

    /** Adds a thread to its process, which has ended with it if it is the last. */
    void ended(TaskExit exit, long nowMicros) {
        long began = nowMicros - exit.processAgeMicros();
        Ended group = exit.lastOfProcess() ? null : endedGroups.get(exit.processPid());
        if (group != null && isSameBegin(group.sums, began)) {
            group.sums = group.sums.plus(exit);
            return;
        }
        Sums before = living.remove(exit.processPid());
        if (before == null || !isSameBegin(before, began)) {
            before = new Sums(began, began > listeningSinceMicros, null, 0, 0, 0, 0, 0);
        }
        Sums sums = before.plus(exit);
        if (exit.lastOfProcess()) {
            var whole = new Ended(exit, sums);
            ended.add(whole);
            if (exit.processNanos() != null) {
                endedGroups.put(exit.processPid(), whole);
            }
            return;
        }
        living.put(exit.processPid(), sums);
        if (living.size() > MOST) {
            living.pollFirstEntry();
        }
    }

    private static boolean isSameBegin(Sums sums, long beganMicros) {
        return Math.abs(sums.beganMicros - beganMicros) <= SAME_BEGIN_MICROS;
    }

    /**
     * Whether more is to be heard soon of processes that have ended: threads that end at the same time on several CPUs are told
     * in any order, and the first of one is missing yet.
     */
    boolean isIncomplete() {
        return endedGroups.values().stream().anyMatch(group -> group.sums.first == null && group.sums.fromItsBegin);
    }

    /** The processes that have ended since the last call. */
    List<Whole> takeEnded() {
        List<Whole> taken = ended.stream().map(Ended::whole).toList();
        ended.clear();
        endedGroups.clear();
        return taken;
    }
}
