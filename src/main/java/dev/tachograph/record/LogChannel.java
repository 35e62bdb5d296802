package dev.tachograph.record;

import dev.tachograph.model.LogBatch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Hands log lines from the threads that read them to the thread that writes. Bounded by count and by
 * weight: whoever offers waits while it is full, which costs nothing but time, since the sources keep their lines. A batch stays until it is stored.
 *
 * <p>What the readers hand over belongs to one generation. When the store goes on with another record than it had, a backup
 * put back perhaps, the next generation begins: what waits here is thrown away, and the readers begin where that record ends.
 */
public final class LogChannel {
    /** Of all that waits, unless it is a single batch. */
    static final long MOST_WEIGHT = 8 << 20;

    private final int capacity;
    private final Runnable onFilled;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long weight;
    private int generation;
    private boolean closed;

    private record Waiting(LogBatch batch, long weight) {}

    /**
     * A channel for many threads that offer and one that takes.
     *
     * @param capacity the most batches that wait
     * @param onFilled is told whenever there is something to take
     */
    public LogChannel(int capacity, Runnable onFilled) {
        this.capacity = capacity;
        this.onFilled = onFilled;
    }

    /** The generation that what is offered belongs to; it only grows. */
    public int generation() {
        lock.lock();
        try {
            return generation;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Hands a batch over, as soon as there is room.
     *
     * @return whether it was taken: not after the channel was closed, nor when its generation is over
     */
    public boolean offer(LogBatch batch, int ofGeneration) throws InterruptedException {
        var offered = new Waiting(batch, batch.weight());
        lock.lockInterruptibly();
        try {
            while (!hasRoomFor(offered) && !closed && ofGeneration == generation) {
                changed.await();
            }
            if (closed || ofGeneration != generation) {
                return false;
            }
            waiting.addLast(offered);
            weight += offered.weight;
        } finally {
            lock.unlock();
        }
        onFilled.run();
        return true;
    }

    private boolean hasRoomFor(Waiting offered) {
        return waiting.isEmpty() || (waiting.size() < capacity && weight + offered.weight <= MOST_WEIGHT);
    }

    /** Waits until all that was offered is stored. @return whether it was, within that time */
    public boolean awaitEmpty(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (!waiting.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The batch that came first; {@code null} when there is none. It stays first until {@link #remove}. */
    public @Nullable LogBatch first() {
        lock.lock();
        try {
            Waiting first = waiting.peekFirst();
            return first == null ? null : first.batch;
        } finally {
            lock.unlock();
        }
    }

    /** The first batch is stored. */
    public void remove() {
        lock.lock();
        try {
            Waiting stored = waiting.pollFirst();
            weight -= stored == null ? 0 : stored.weight;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Begins the next generation. */
    public void restart() {
        lock.lock();
        try {
            generation++;
            waiting.clear();
            weight = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more in; what waits can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Of all that waits: bytes in memory, about. */
    public long queuedBytes() {
        lock.lock();
        try {
            return weight;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits. */
    public boolean isEmpty() {
        return first() == null;
    }
}
