package dev.tachograph.worker;

import java.time.Duration;

/**
 * How much workers may take, and for how long.
 *
 * @param workers that run at a time
 * @param waiting statements that may wait for a turn
 * @param start until a worker has to be ready
 * @param idle after which a worker that has nothing to do ends
 * @param mercy between asking a statement to end and ending its process
 * @param memoryBytes that a worker may write to; what needs more fails, and the worker goes on
 * @param residentBytes at which a worker is ended, whatever it is that takes them
 */
record WorkerLimits(
        int workers, int waiting, Duration start, Duration idle, Duration mercy, long memoryBytes, long residentBytes) {
    static final WorkerLimits USUAL = new WorkerLimits(
            2, 16, Duration.ofSeconds(20), Duration.ofSeconds(45), Duration.ofSeconds(2), 512L << 20, 768L << 20);
}
