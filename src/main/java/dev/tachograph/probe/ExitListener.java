package dev.tachograph.probe;

import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.KernelRefusal;
import dev.tachograph.linux.NetlinkWait;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Moment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hears from the kernel of every process that ends, on a thread of its own, and tells a look of them.
 *
 * <p>The thread sleeps until something happens, and then fetches everything once in a tenth of a second: a message costs a
 * fifth of what it costs one by one. Only when programs are started it comes at once, since what they were called with is
 * gone as soon as they end; and that only so often, so that a storm of processes costs no more than a quiet host.
 */
final class ExitListener implements ExitProbe {
    private static final System.Logger LOG = System.getLogger(ExitListener.class.getName());
    static final Duration BATCH = Duration.ofMillis(100);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    private final EndedProcesses ended;
    private final ExitTelling telling;
    private final boolean accounting;
    private final ProcFs proc;
    private final NetlinkWait wait;
    private final Promptness promptness = new Promptness();
    private final Thread thread = Thread.ofPlatform().name("exits").daemon().unstarted(this::run);
    /** Guards everything above but the wait. */
    private final ReentrantLock lock = new ReentrantLock();

    private long threadCostNanos;
    private volatile boolean closing;

    private ExitListener(ExitSockets sockets, ProcFs proc, ExitTelling telling, int most) throws KernelRefusal {
        this.proc = proc;
        this.telling = telling;
        accounting = sockets.taskstats() != null;
        wait = new NetlinkWait(sockets.execs(), sockets.telling());
        ended = new EndedProcesses(sockets, new ExecNotes(proc, !accounting), most);
    }

    /** Begins to listen; looks alone tell where nobody else does. */
    static ExitProbe start(Path procRoot, UserNames users, Function<List<String>, String> line, long ticksPerSecond) {
        ExitSockets sockets = ExitSockets.open();
        if (sockets.areSomething()) {
            try {
                var telling = new ExitTelling(users, line, ticksPerSecond, sockets.taskstats() == null);
                ExitListener listener = of(sockets, procRoot, telling, EndedProcesses.MOST);
                listener.thread.start();
                return listener;
            } catch (KernelRefusal e) {
                LOG.log(WARNING, "ends of processes are only known by looks", e);
            }
        }
        sockets.close();
        return new SampledExits(users, line, ticksPerSecond);
    }

    /**
     * A listener that fetches only when it is asked to.
     *
     * @param most ends to keep between two looks
     */
    static ExitListener of(ExitSockets sockets, Path procRoot, ExitTelling telling, int most) throws KernelRefusal {
        return new ExitListener(sockets, ProcFs.open(procRoot), telling, most);
    }

    private void run() {
        var clocks = new Clocks();
        long before = clocks.threadCpuNanos();
        while (!closing) {
            boolean prompt = wait.awaitAny();
            if (!prompt || !promptness.mayComeAtOnce(clocks.monotonicNanos())) {
                pause(clocks);
            }
            lock.lock();
            try {
                if (!closing) {
                    ended.fetch();
                    long now = clocks.threadCpuNanos();
                    threadCostNanos += now - before;
                    before = now;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Lets messages gather, unless a program is started that may be looked at in the meantime. */
    private void pause(Clocks clocks) {
        if (promptness.isLeft(clocks.monotonicNanos())) {
            if (wait.awaitPrompt(BATCH)) {
                boolean _ = promptness.mayComeAtOnce(clocks.monotonicNanos());
            }
        } else {
            wait.pause(BATCH);
        }
    }

    @Override
    public Ended take(KnownProcesses known, Moment look) {
        List<ProcessEnd> ends;
        EndedProcesses.Lost lost;
        long cost;
        var clocks = new Clocks();
        long begin = clocks.threadCpuNanos();
        lock.lock();
        try {
            ended.fetch();
            ends = ended.takeEnds();
            lost = ended.takeLost();
            cost = threadCostNanos;
            threadCostNanos = 0;
        } finally {
            lock.unlock();
        }
        ExitTelling.Told told = telling.tell(ends, known, look);
        Long cpuMicros = accounting ? Long.valueOf(told.cpuMicros()) : known.reapedMicros();
        List<Gap> gaps = lost == null ? List.of() : gaps(lost, told.sampled());
        return new Ended(told.exits(), gaps, cpuMicros, (cost + clocks.threadCpuNanos() - begin) / 1000);
    }

    /** @param sampled ends that were lost, but for the process a look has missed */
    private static List<Gap> gaps(EndedProcesses.Lost lost, long sampled) {
        List<Gap> gaps = new ArrayList<>();
        Long overrun = lost.overrun();
        Long count = overrun == null ? null : Long.valueOf(Math.max(0, overrun - sampled));
        if (count == null || count > 0) {
            gaps.add(gap(
                    lost, Gap.Cause.OVERRUN, count, "processes and threads ended faster than they could be heard of"));
        }
        if (lost.shed() > 0) {
            String detail = "more processes ended between two looks than are kept";
            gaps.add(gap(lost, Gap.Cause.DROPPED, lost.shed(), detail));
        }
        return gaps;
    }

    private static Gap gap(EndedProcesses.Lost lost, Gap.Cause cause, @Nullable Long count, String detail) {
        return new Gap(Gap.Stream.EXITS, lost.from(), lost.to(), cause, count, detail);
    }

    @Override
    public void close() {
        closing = true;
        wait.end();
        try {
            if (thread.isAlive() && !thread.join(PATIENCE_AT_CLOSE)) {
                LOG.log(WARNING, "hearing of ends did not end within {0}", PATIENCE_AT_CLOSE);
                return; // what it uses stays open
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        wait.close();
        ended.close();
        proc.close();
    }
}
