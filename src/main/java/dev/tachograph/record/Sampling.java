package dev.tachograph.record;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Moment;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import dev.tachograph.probe.HostProbe;
import dev.tachograph.probe.Look;
import dev.tachograph.probe.LookEvents;
import dev.tachograph.probe.ToldEvents;
import dev.tachograph.probe.WriterQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the host at a steady pace on a thread of its own, from {@link #start} to {@link #close}, and offers what it saw
 * to the channel. Nothing that happens behind the channel can slow it down.
 */
public final class Sampling implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sampling.class.getName());
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    private final HostProbe probe;
    private final TickChannel channel;
    private final Governor governor;
    private final LookEvents events;
    private final LongSupplier queuedLogBytes;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long planned;
    private final LongAdder missed = new LongAdder();
    private volatile int refused;

    // Owned by the thread.
    private @Nullable Moment previous;
    private boolean failing;
    private Duration interval;
    private final PendingEvents pendingEvents = new PendingEvents();
    private final List<Gap> pendingGaps = new ArrayList<>();

    private Sampling(
            HostProbe probe, TickChannel channel, Governor governor, LookEvents events, LongSupplier queuedLogBytes) {
        this.probe = probe;
        this.channel = channel;
        this.governor = governor;
        this.events = events;
        this.queuedLogBytes = queuedLogBytes;
        this.interval = governor.interval();
        this.thread = Thread.ofPlatform().name("sampling").unstarted(this::run);
    }

    /** Begins to look, at once and then every interval. The probe is the thread's own from now on. */
    public static Sampling start(HostProbe probe, TickChannel channel, Duration interval) {
        var unlimited = new Governor(Governor.Budget.UNLIMITED, interval);
        return start(probe, channel, unlimited, new LookEvents(new ToldEvents()), () -> 0);
    }

    /**
     * Begins to look, at once and then at the pace that the governor sets. The probe is the thread's own from now on, and so are
     * the governor and what finds events.
     *
     * @param queuedLogBytes of log lines that wait for the writer
     */
    public static Sampling start(
            HostProbe probe, TickChannel channel, Governor governor, LookEvents events, LongSupplier queuedLogBytes) {
        var sampling = new Sampling(probe, channel, governor, events, queuedLogBytes);
        sampling.thread.start();
        return sampling;
    }

    /** Looks that were due since the start. */
    public long plannedTicks() {
        return planned;
    }

    /** Looks that were due and did not happen. */
    public long missedTicks() {
        return missed.sum();
    }

    /** Processes that the last look found listed and could not read. */
    public int refusedProcesses() {
        return refused;
    }

    private void run() {
        try (probe) {
            var cadence = new Cadence(interval, probe.now().monotonicNanos());
            while (!closing) {
                Moment now = probe.now();
                long wait = cadence.untilDue(now.monotonicNanos());
                if (wait > 0) {
                    LockSupport.parkNanos(this, wait);
                } else {
                    long skipped = cadence.begin(now.monotonicNanos());
                    planned = cadence.planned();
                    missed.add(skipped);
                    look(now, skipped);
                    keepPace(cadence);
                }
            }
        }
    }

    /** The pace that the governor wants from this look on. */
    private void keepPace(Cadence cadence) {
        Duration wanted = governor.interval();
        if (!wanted.equals(interval)) {
            interval = wanted;
            cadence.setInterval(wanted);
            channel.setInterval(wanted);
        }
    }

    private void look(Moment now, long skipped) {
        Continuity since = previous == null
                ? Continuity.FIRST
                : Continuity.between(previous, now, probe.bootId(), interval, skipped);
        Long intervalMicros = failing ? null : since.intervalMicros();
        previous = now;
        since.events().forEach(pendingEvents::add);
        since.gaps().forEach(this::addGap);
        try {
            var queue = new WriterQueue(channel.depth(), queuedLogBytes.getAsLong());
            Look look = probe.look(now, intervalMicros, governor.effort(), queue);
            refused = probe.refusedProcesses();
            if (failing) {
                LOG.log(INFO, "the processes can be read again");
            }
            failing = false;
            look.events().forEach(pendingEvents::add);
            look.gaps().forEach(this::addGap);
            noticeEvents(look.tick());
            offer(look.tick());
        } catch (IOException | RuntimeException e) {
            fail(now, e);
        }
    }

    private void noticeEvents(Tick tick) {
        events.of(tick).forEach(pendingEvents::add);
        Event adjusted = governor.after(tick);
        if (adjusted != null) {
            LOG.log(INFO, "{0}", adjusted.detail());
            pendingEvents.add(adjusted);
        }
    }

    private void offer(Tick tick) {
        if (channel.offer(new Observation(tick, pendingEvents.list(), pendingGaps))) {
            pendingEvents.clear();
            pendingGaps.clear();
        }
    }

    /** A look that fails is a gap, across which nothing is reckoned; the next one is tried as if nothing had happened. */
    private void fail(Moment now, Exception cause) {
        missed.increment();
        if (!failing) { // and not at every look from now on
            LOG.log(WARNING, "the processes could not be read", cause);
        }
        failing = true;
        addGap(new Gap(
                Gap.Stream.PROCESSES,
                now.wall(),
                now.wall().plus(interval),
                Gap.Cause.PROBE,
                1L,
                Objects.toString(cause.getMessage(), cause.toString())));
    }

    /** Stretches that touch and have one cause are one gap: what waits for room stays small. */
    private void addGap(Gap gap) {
        for (int i = pendingGaps.size() - 1; i >= 0; i--) {
            Gap last = pendingGaps.get(i);
            if (last.stream() == gap.stream() && last.cause() == gap.cause()) {
                if (touches(last, gap)) {
                    pendingGaps.set(i, last.merge(gap));
                    return;
                }
                break;
            }
        }
        pendingGaps.add(gap);
    }

    private boolean touches(Gap earlier, Gap later) {
        return earlier.to() != null && !earlier.to().plus(interval).isBefore(later.from());
    }

    /** Ends the look that is under way, then the thread. Safe to call twice. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            if (!thread.join(PATIENCE_AT_CLOSE)) {
                LOG.log(WARNING, "the look under way did not end within {0}", PATIENCE_AT_CLOSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
