package dev.tachograph.probe;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.ProcessConnector;
import dev.tachograph.linux.TaskExit;
import dev.tachograph.linux.TaskstatsListener;
import dev.tachograph.model.ProcessExit.Source;
import dev.tachograph.probe.ExecNotes.Note;
import dev.tachograph.probe.ProcessEnd.Usage;
import dev.tachograph.probe.ThreadGroups.Whole;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what the kernel tells, and keeps the ends of processes until a look takes them. Used by one thread at a time.
 *
 * <p>The kernel says when a process ended only to the second (taskstats); when it was heard of says more, as that is soon.
 */
final class EndedProcesses implements AutoCloseable {
    /** What is beyond is counted only: some 10 MB in memory. */
    static final int MOST = 20_000;

    private static final int MOST_NOTED_CHARACTERS = 4_000_000;
    private static final long NOTE_NANOS = 60_000_000_000L;

    private final ExitSockets sockets;
    private final ExecNotes notes;
    private final int most;
    private final Clocks clocks = new Clocks();
    private final ThreadGroups threads;
    private final Deque<ProcessEnd> ends = new ArrayDeque<>();
    private int notedCharacters;
    private long shed;
    private long overrun;
    private boolean uncounted;
    private long droppedBefore;
    private @Nullable Instant lossFrom;
    private Instant drainedWall;
    private long drainedMonotonicNanos;

    /** One fetching: all clocks at its begin. */
    private record Now(Instant wall, long monotonicNanos, long boottimeNanos) {}

    /**
     * What was lost.
     *
     * @param overrun in buffers of the kernel; {@code null} where it can't be known how many
     * @param shed here
     */
    record Lost(Instant from, Instant to, @Nullable Long overrun, long shed) {}

    /** @param most ends to keep */
    EndedProcesses(ExitSockets sockets, ExecNotes notes, int most) {
        this.sockets = sockets;
        this.notes = notes;
        this.most = most;
        drainedWall = Instant.now();
        drainedMonotonicNanos = clocks.monotonicNanos();
        threads = new ThreadGroups(drainedMonotonicNanos / 1000);
        droppedBefore = dropped();
    }

    /** Fetches everything that was told up to now. */
    void fetch() {
        List<ProcessConnector.Event> execs = new ArrayList<>();
        if (sockets.execs() != null) {
            boolean _ = sockets.execs().drain(execs::add); // lost ones cost command lines, no ends
        }
        List<Whole> wholes = new ArrayList<>();
        List<ProcessConnector.Event> exits = new ArrayList<>();
        boolean lost = fetchEnds(wholes, exits);
        var now = new Now(Instant.now(), clocks.monotonicNanos(), clocks.boottimeNanos());
        readExecs(execs, wholes, exits);
        wholes.forEach(whole -> keep(ended(whole, now)));
        exits.forEach(exit -> keep(ended(exit, now)));
        count(lost);
        notes.forgetBefore(now.monotonicNanos - NOTE_NANOS);
        drainedWall = now.wall;
        drainedMonotonicNanos = now.monotonicNanos;
    }

    private boolean fetchEnds(List<Whole> wholes, List<ProcessConnector.Event> exits) {
        TaskstatsListener taskstats = sockets.taskstats();
        if (taskstats != null) {
            long nowMicros = clocks.monotonicNanos() / 1000;
            boolean lost = taskstats.drain(exit -> threads.ended(exit, nowMicros));
            if (threads.isIncomplete()) {
                lost |= taskstats.drain(exit -> threads.ended(exit, nowMicros));
            }
            wholes.addAll(threads.takeEnded());
            return lost;
        }
        return sockets.ends() != null && sockets.ends().drain(exits::add);
    }

    /** Whoever has ended by now can't be read any more, and asking costs more than knowing that. */
    private void readExecs(List<ProcessConnector.Event> execs, List<Whole> wholes, List<ProcessConnector.Event> exits) {
        if (execs.isEmpty()) {
            return;
        }
        Set<Integer> ended = new HashSet<>();
        wholes.forEach(whole -> ended.add(whole.last().processPid()));
        exits.forEach(exit -> ended.add(exit.pid()));
        for (ProcessConnector.Event exec : execs) {
            if (ended.contains(exec.pid())) {
                notes.gone(exec.pid(), exec.monotonicNanos());
            } else {
                notes.read(exec.pid(), exec.monotonicNanos());
            }
        }
    }

    private ProcessEnd ended(Whole whole, Now now) {
        TaskExit last = whole.last();
        long ageNanos = last.processAgeMicros() * 1000;
        return new ProcessEnd(
                Source.TASKSTATS,
                last.processPid(),
                last.parentPid(),
                whole.name(),
                last.status(),
                whole.beforeExec(),
                endOf(last, now.wall),
                now.boottimeNanos - ageNanos,
                last.userId(),
                new Usage(
                        last.processAgeMicros(),
                        whole.cpuNanos() / 1000,
                        whole.peakResidentBytes(),
                        whole.readBytes(),
                        whole.writtenBytes(),
                        whole.allThreads()),
                noteOf(last.processPid(), now.monotonicNanos - ageNanos));
    }

    /** Not later than now, and in the second that the kernel names, unless the clock was set since. */
    private Instant endOf(TaskExit exit, Instant now) {
        if (exit.beganSeconds() == 0) {
            return now;
        }
        Instant secondOver = Instant.ofEpochSecond(exit.beganSeconds() + exit.ageMicros() / 1_000_000 + 1);
        return secondOver.isBefore(now) && secondOver.isAfter(drainedWall) ? secondOver : now;
    }

    private ProcessEnd ended(ProcessConnector.Event exit, Now now) {
        long agoNanos = Math.max(0, now.monotonicNanos - exit.monotonicNanos());
        Integer parent = exit.parentPid();
        return new ProcessEnd(
                Source.CONNECTOR,
                exit.pid(),
                parent == null ? 0 : parent,
                null,
                exit.status(),
                false,
                now.wall.minusNanos(agoNanos),
                now.boottimeNanos - agoNanos,
                null,
                null,
                noteOf(exit.pid(), Long.MIN_VALUE));
    }

    /** What was read of an earlier process with this id, whose end was lost, is none of this one's. */
    private @Nullable Note noteOf(int pid, long startMonotonicNanos) {
        Note note = notes.take(pid);
        long slack = Math.max(0, clocks.monotonicNanos() - drainedMonotonicNanos);
        return note != null && note.monotonicNanos() >= startMonotonicNanos - slack ? note : null;
    }

    private void keep(ProcessEnd end) {
        Note note = end.note();
        int characters = note == null ? 0 : note.characters();
        if (ends.size() >= most || notedCharacters + characters > MOST_NOTED_CHARACTERS) {
            shed++;
            lossFrom = lossFrom == null ? drainedWall : lossFrom;
        } else {
            ends.add(end);
            notedCharacters += characters;
        }
    }

    private void count(boolean lost) {
        long dropped = dropped();
        if (dropped < 0) {
            uncounted |= lost;
        } else if (dropped != droppedBefore) {
            overrun += (dropped - droppedBefore) & 0xFFFF_FFFFL;
            droppedBefore = dropped;
        } else {
            uncounted |= lost && overrun == 0;
        }
        if (lossFrom == null && (overrun > 0 || uncounted)) {
            lossFrom = drainedWall;
        }
    }

    private long dropped() {
        var telling = sockets.telling();
        return telling == null ? -1 : telling.dropped();
    }

    /** The ends that are kept, from now on the caller's. */
    List<ProcessEnd> takeEnds() {
        List<ProcessEnd> taken = List.copyOf(ends);
        ends.clear();
        notedCharacters = 0;
        return taken;
    }

    /** What was lost since the last call; {@code null} when nothing was. */
    @Nullable Lost takeLost() {
        Instant from = lossFrom;
        if (from == null) {
            return null;
        }
        var lost = new Lost(from, drainedWall, uncounted ? null : Long.valueOf(overrun), shed);
        lossFrom = null;
        uncounted = false;
        overrun = 0;
        shed = 0;
        return lost;
    }

    @Override
    public void close() {
        sockets.close();
    }
}
