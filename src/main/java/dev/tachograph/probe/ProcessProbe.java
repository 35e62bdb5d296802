package dev.tachograph.probe;

import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import dev.tachograph.probe.ProcessReader.SideFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every process of the host. Used by one thread at a time.
 *
 * <p>Most processes do nothing between two looks. Each one's CPU clock says so for the price of one small system call, and
 * only those that ran have their files read. What can change without the process running (its parent, memory taken away by
 * the kernel) or without an exec (a title that it gives itself, its cgroup) is read at least once a minute, a share of the
 * processes at each look. Both lists of processes are in order of pid, so births and deaths fall out of walking them side
 * by side.
 *
 * <p>Files are found by pid, and a pid is used again. So {@code stat} is read last: if it names the start that was known
 * before, the process has held its pid all the while, and what was read before is its own.
 */
final class ProcessProbe implements KnownProcesses, AutoCloseable {
    private static final long STALE_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long SECOND_NANOS = 1_000_000_000;

    private final ProcFs proc;
    private final ProcessReader reader;
    private final long tickNanos;
    private final long refreshLooks;
    private final ReapedTime reaped;
    private List<TrackedProcess> tracked = List.of();
    private List<ProcessSample> vanished = List.of();
    private long looks;
    private long lookNanos;
    private long previousLookNanos;
    private boolean hasLookedBefore;
    private boolean continuous;

    /**
     * @param interval between looks, which decides how many processes each of them reads again
     * @param ticksPerSecond the unit of the kernel's times
     */
    ProcessProbe(ProcFs proc, ProcessReader reader, Duration interval, long ticksPerSecond) {
        this.proc = proc;
        this.reader = reader;
        this.tickNanos = SECOND_NANOS / ticksPerSecond;
        this.reaped = new ReapedTime(ticksPerSecond);
        this.refreshLooks = Math.max(1, STALE_NANOS / interval.toNanos() - 1);
    }

    /**
     * Every process that can be seen now, in order of pid. After a look that failed nothing is known of what happened
     * before it.
     *
     * @param nowNanos on CLOCK_BOOTTIME
     * @param withoutGap whether what happened since the look before counts as one interval
     * @throws IOException when the processes cannot be read
     */
    List<ProcessSample> look(long nowNanos, boolean withoutGap) throws IOException {
        previousLookNanos = lookNanos;
        lookNanos = nowNanos;
        continuous = withoutGap && hasLookedBefore;
        hasLookedBefore = false;
        looks++;
        vanished = new ArrayList<>();
        reaped.begin(continuous);
        List<TrackedProcess> seen = new ArrayList<>(tracked.size() + 16);
        try {
            walk(proc.pids(), seen);
            tracked = seen;
            hasLookedBefore = true;
        } finally {
            if (!hasLookedBefore) {
                seen.forEach(TrackedProcess::close);
                close();
            }
        }
        return seen.stream().map(process -> process.sample).toList();
    }

    private void walk(int[] pids, List<TrackedProcess> seen) throws IOException {
        int next = 0;
        for (int pid : pids) {
            while (next < tracked.size() && tracked.get(next).pid < pid) {
                gone(tracked.get(next++));
            }
            boolean isKnown = next < tracked.size() && tracked.get(next).pid == pid;
            TrackedProcess process = isKnown ? again(tracked.get(next++)) : first(pid);
            if (process != null) {
                seen.add(process);
            }
        }
        tracked.subList(next, tracked.size()).forEach(this::gone);
    }

    private void gone(TrackedProcess process) {
        process.close();
        vanished.add(process.sample);
        reaped.gone(process.sample, process.childTicks);
    }

    private @Nullable TrackedProcess first(int pid) throws IOException {
        ProcFs.StatFile file = proc.stat(pid);
        TrackedProcess process = null;
        try {
            process = first(pid, file);
        } finally {
            if (process == null) {
                file.close();
            }
        }
        return process;
    }

    private @Nullable TrackedProcess first(int pid, ProcFs.StatFile file) throws IOException {
        StatLine begin = reader.stat(file);
        if (begin == null) {
            return null;
        }
        long clock = proc.cpuNanos(pid);
        SideFiles files = reader.sideFiles(pid);
        ProcessDescription description = reader.describe(begin, files, 0);
        StatLine stat = reader.stat(file);
        if (stat == null || stat.startTicks() != begin.startTicks()) {
            return null;
        }
        long cpuNanos = clock >= 0 ? clock : stat.cpuTicks() * tickNanos;
        ProcessFigures figures = reader.figures(stat, files, cpuNanos / 1000);
        boolean bornSince = continuous && (stat.startTicks() + 1) * tickNanos > previousLookNanos;
        ProcessActivity activity = bornSince
                ? new ProcessActivity(figures.cpuMicros(), figures.readBytes(), figures.writtenBytes())
                : ProcessActivity.UNKNOWN;
        var sample = new ProcessSample(new ProcessKey(pid, stat.startTicks()), description, figures, activity);
        var process = new TrackedProcess(pid, file, sample);
        process.childTicks = stat.childTicks();
        reaped.credited(bornSince ? stat.childTicks() : 0);
        rememberClock(process, cpuNanos, clock >= 0);
        rememberDescribed(process, begin);
        return process;
    }

    private @Nullable TrackedProcess again(TrackedProcess process) throws IOException {
        long clock = proc.cpuNanos(process.pid);
        boolean due = isDue(process);
        if (!due && process.cpuByClock && clock == process.cpuNanos) {
            process.sample = quiet(process.sample);
            return process;
        }
        SideFiles files = reader.sideFiles(process.pid);
        StatLine stat = ownStat(process);
        if (stat == null) {
            return successor(process);
        }
        boolean anew = due || hasCalledExec(process, stat) || mayHaveCalledExec(process, stat);
        ProcessDescription description =
                anew ? describeAgain(process, stat, files) : reader.refresh(process.sample.description(), stat, files);
        if (anew && ownStat(process) == null) {
            return successor(process);
        }
        update(process, stat, files, description, clock);
        if (anew) {
            rememberDescribed(process, stat);
        }
        return process;
    }

    /** What {@code stat} says of this very process; {@code null} when it has gone, perhaps with another one in its place. */
    private @Nullable StatLine ownStat(TrackedProcess process) throws IOException {
        StatLine stat = reader.stat(process.stat);
        return stat != null && stat.startTicks() == process.sample.key().startTicks() ? stat : null;
    }

    /** The process that has the pid now, if any. */
    private @Nullable TrackedProcess successor(TrackedProcess process) throws IOException {
        process.close();
        TrackedProcess next = first(process.pid);
        if (next == null || !next.sample.key().equals(process.sample.key())) {
            gone(process);
        }
        return next;
    }

    private ProcessSample quiet(ProcessSample sample) {
        return continuous
                ? sample.idle()
                : new ProcessSample(sample.key(), sample.description(), sample.figures(), ProcessActivity.UNKNOWN);
    }

    private boolean isDue(TrackedProcess process) {
        return Math.floorMod(process.pid, refreshLooks) == looks % refreshLooks
                || lookNanos - process.describedNanos >= STALE_NANOS;
    }

    private static boolean hasCalledExec(TrackedProcess process, StatLine stat) {
        boolean otherMark =
                stat.programMark() != 0 && process.programMark != 0 && stat.programMark() != process.programMark;
        return otherMark || (process.beforeExec && !stat.isBeforeExec());
    }

    /** Without permission to know the mark, a new name is the only hint. No arguments yet: exec was under way. */
    private static boolean mayHaveCalledExec(TrackedProcess process, StatLine stat) {
        ProcessDescription known = process.sample.description();
        boolean renamed = !stat.name().equals(known.name());
        boolean unsettled = known.cmdline() != null && known.cmdline().isEmpty();
        return !stat.isKernelThread() && (unsettled || (renamed && stat.programMark() == 0));
    }

    private ProcessDescription describeAgain(TrackedProcess process, StatLine stat, SideFiles files) {
        ProcessDescription known = process.sample.description();
        if (stat.status() == ProcessStatus.ZOMBIE) {
            return reader.refresh(known, stat, files); // what it was is all there is to know
        }
        boolean renamed = !stat.name().equals(known.name());
        ProcessDescription now = reader.describe(stat, files, known.generation());
        boolean otherProgram = hasCalledExec(process, stat)
                || (stat.programMark() == 0 && renamed && !Objects.equals(now.cmdline(), known.cmdline()));
        if (otherProgram && !now.equals(known)) {
            return now.inGeneration(known.generation() + 1);
        }
        return now.equals(known) ? known : now;
    }

    private void update(
            TrackedProcess process, StatLine stat, SideFiles files, ProcessDescription description, long clock) {
        ProcessSample before = process.sample;
        long cpuNanos = clock >= 0 ? clock : stat.cpuTicks() * tickNanos;
        boolean sameClock = clock >= 0 == process.cpuByClock;
        ProcessFigures figures = reader.figures(stat, files, cpuNanos / 1000);
        ProcessActivity activity =
                continuous ? activity(before.figures(), figures, sameClock) : ProcessActivity.UNKNOWN;
        var now = new ProcessSample(before.key(), description, figures, activity);
        process.sample = now.equals(before) ? before : now;
        reaped.credited(stat.childTicks() - process.childTicks);
        process.childTicks = stat.childTicks();
        rememberClock(process, cpuNanos, clock >= 0);
    }

    /** Never negative and never from two different clocks: then nothing is known. */
    private static ProcessActivity activity(ProcessFigures before, ProcessFigures now, boolean sameClock) {
        boolean storageRefused = before.readBytes() == null && now.readBytes() == null;
        if (sameClock && storageRefused && now.cpuMicros() == before.cpuMicros()) {
            return ProcessActivity.NONE; // as if it had not been read at all
        }
        return new ProcessActivity(
                sameClock ? difference(before.cpuMicros(), now.cpuMicros()) : null,
                difference(before.readBytes(), now.readBytes()),
                difference(before.writtenBytes(), now.writtenBytes()));
    }

    private static @Nullable Long difference(@Nullable Long before, @Nullable Long now) {
        return before == null || now == null || now < before ? null : Long.valueOf(now - before);
    }

    private static void rememberClock(TrackedProcess process, long cpuNanos, boolean byClock) {
        process.cpuNanos = cpuNanos;
        process.cpuByClock = byClock;
    }

    private void rememberDescribed(TrackedProcess process, StatLine stat) {
        process.beforeExec = stat.isBeforeExec();
        process.programMark = stat.programMark();
        process.describedNanos = lookNanos;
    }

    @Override
    public @Nullable ProcessSample alive(int pid) {
        int low = 0;
        int high = tracked.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            TrackedProcess process = tracked.get(middle);
            if (process.pid == pid) {
                return process.sample;
            }
            if (process.pid < pid) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    @Override
    public List<ProcessSample> vanished() {
        return Collections.unmodifiableList(vanished);
    }

    @Override
    public @Nullable Long reapedMicros() {
        long micros = reaped.micros();
        return micros < 0 ? null : Long.valueOf(micros);
    }

    @Override
    public void close() {
        tracked.forEach(TrackedProcess::close);
        tracked = List.of();
    }
}
