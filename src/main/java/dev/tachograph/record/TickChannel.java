package dev.tachograph.record;

import dev.tachograph.model.Gap;
import dev.tachograph.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands observations from the thread that looks to the thread that writes. Bounded: when it is full the newest observation
 * is dropped and counted, and the stretch that is missing goes to the writer as a gap ahead of the next observation. The
 * newest and not the oldest, since what waits here was seen first and a writer that hangs should leave one gap at the end
 * of what is whole. Nobody who offers ever waits.
 */
public final class TickChannel {
    /** What the writer takes: an observation, or, with none for a while, perhaps a gap alone. */
    public record Taken(
            @Nullable Observation observation, @Nullable Gap dropped) {}

    private final int capacity;
    private Duration interval;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<Observation> waiting = new ArrayDeque<>();
    private @Nullable Gap dropped;
    private long droppedTicks;
    private boolean woken;
    private boolean closed;

    /**
     * A channel for one thread that offers and one that takes.
     *
     * @param capacity the most observations that wait
     * @param interval that one dropped observation stands for
     */
    public TickChannel(int capacity, Duration interval) {
        this.capacity = capacity;
        this.interval = interval;
    }

    /** Hands an observation over, together with the gap before it if there is one; or drops and counts it. */
    public boolean offer(Observation observation) {
        lock.lock();
        try {
            if (closed || waiting.size() >= capacity) {
                drop(observation);
                return false;
            }
            waiting.addLast(dropped == null ? observation : observation.after(dropped));
            dropped = null;
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** One dropped observation stands for another stretch from now on. */
    public void setInterval(Duration present) {
        lock.lock();
        try {
            interval = present;
        } finally {
            lock.unlock();
        }
    }

    private void drop(Observation observation) {
        Instant from = observation.tick().at().wall();
        var lost = new Gap(
                Gap.Stream.PROCESSES,
                from,
                from.plus(interval),
                Gap.Cause.DROPPED,
                1L,
                "the writer was behind by %d ticks".formatted(capacity));
        dropped = dropped == null ? lost : dropped.merge(lost);
        droppedTicks++;
    }

    /**
     * Waits for the next observation, at most this long or until {@link #wake}. A gap comes alone when no observation
     * followed it.
     */
    public Taken take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (waiting.isEmpty() && !closed && !woken && left > 0) {
                left = filled.awaitNanos(left);
            }
            woken = false;
            if (!waiting.isEmpty()) {
                return new Taken(waiting.removeFirst(), null);
            }
            Gap gap = dropped;
            dropped = null;
            return new Taken(null, gap);
        } finally {
            lock.unlock();
        }
    }

    /** Lets the one that takes look up from its wait: there is something else to do. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more in; what waits can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing will ever be taken again. */
    public boolean isDrained() {
        lock.lock();
        try {
            return closed && waiting.isEmpty() && dropped == null;
        } finally {
            lock.unlock();
        }
    }

    /** How many observations wait. */
    public int depth() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many were dropped since the start. */
    public long droppedTicks() {
        lock.lock();
        try {
            return droppedTicks;
        } finally {
            lock.unlock();
        }
    }
}
