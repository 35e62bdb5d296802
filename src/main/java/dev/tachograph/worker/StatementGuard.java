package dev.tachograph.worker;

import java.time.Duration;

/**
 * Ends statements that nobody waits for any more: asks again and again until one ends, as the first time it may not have begun
 * yet. One that runs far beyond its time ends the process, for the case that a recorder that was stopped can't do it.
 */
final class StatementGuard {
    private static final long ROUND_MILLIS = 50;
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final long NONE = -1;

    private final Runnable cancel;
    private long running = NONE;
    private long cancelled = NONE;
    private long began;
    private Duration limit = Duration.ZERO;

    /** @param cancel the statement that runs; does not wait */
    StatementGuard(Runnable cancel) {
        this.cancel = cancel;
    }

    void start() {
        Thread.ofPlatform().daemon().name("guard").start(this::run);
    }

    synchronized void begin(long number, Duration timeLimit) {
        running = number;
        began = System.nanoTime();
        limit = timeLimit.plus(GRACE);
        notifyAll();
    }

    synchronized void end() {
        running = NONE;
        notifyAll();
    }

    /** Does nothing when that one has ended. */
    synchronized void cancel(long number) {
        cancelled = number;
        notifyAll();
    }

    /** Whether nobody waits any more for what runs. */
    synchronized boolean isCancelled() {
        return running == cancelled;
    }

    private synchronized void run() {
        try {
            while (true) {
                if (running == NONE) {
                    wait();
                } else if (running == cancelled) {
                    cancel.run();
                    wait(ROUND_MILLIS);
                } else {
                    wait(left());
                }
                if (running != NONE && left() <= 1) {
                    Runtime.getRuntime().halt(1);
                }
            }
        } catch (InterruptedException _) {
            Runtime.getRuntime().halt(1); // nobody does that
        }
    }

    private long left() {
        return Math.max(
                1,
                limit.toMillis() - Duration.ofNanos(System.nanoTime() - began).toMillis());
    }
}
