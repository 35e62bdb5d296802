package dev.tachograph.probe;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.Host;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Learns the proportional memory (PSS) of the processes that matter most, on a thread of its own: to be told, the kernel walks all
 * pages of a process, which takes 20 ms for each GB and may wait for the process. A look hands over what it saw and takes what
 * is known, and never waits. {@link #offer} is for one thread at a time, {@link #bytesOf} for any.
 */
final class PssProbe implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PssProbe.class.getName());
    private static final long ROUND_EVERY_NANOS = Duration.ofMillis(4900).toNanos();
    private static final long VALID_NANOS = Duration.ofMinutes(5).toNanos();
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final BlockingQueue<List<ProcessSample>> newest = new ArrayBlockingQueue<>(1);
    private final LongSupplier nanoTime;
    private final Thread thread;
    private volatile Map<ProcessKey, PssRounds.Asked> known = Map.of();
    private volatile boolean closing;

    private PssProbe(Opening opening, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        thread = Thread.ofPlatform().name("pss").daemon().unstarted(() -> run(opening));
    }

    /** Opens the source on the thread that will use it. */
    interface Opening {
        PssSource open();
    }

    static PssProbe start(Path procRoot) {
        return start(() -> PssSource.ofKernel(procRoot), System::nanoTime);
    }

    /** @param nanoTime a clock that only goes forwards */
    static PssProbe start(Opening opening, LongSupplier nanoTime) {
        var probe = new PssProbe(opening, nanoTime);
        probe.thread.start();
        return probe;
    }

    /** What a look saw, in order of pid; takes the place of what was not taken up yet. */
    void offer(List<ProcessSample> samples) {
        newest.poll();
        boolean _ = newest.offer(samples);
    }

    /** What is known of a process, not older than a few minutes. */
    @Nullable Long bytesOf(ProcessKey process) {
        PssRounds.Asked asked = known.get(process);
        return asked == null || nanoTime.getAsLong() - asked.atNanos() > VALID_NANOS ? null : asked.bytes();
    }

    private void run(Opening opening) {
        try (PssSource source = opening.open()) {
            var clocks = new Clocks();
            var budget = new PssBudget(Host.pageBytes(), nanoTime.getAsLong());
            var rounds = new PssRounds(source, budget, clocks::threadCpuNanos, source.self());
            long next = nanoTime.getAsLong();
            while (!closing) {
                List<ProcessSample> samples = newest.take();
                long now = nanoTime.getAsLong();
                if (now - next >= 0) {
                    known = rounds.round(samples, now);
                    next = now + ROUND_EVERY_NANOS;
                }
            }
        } catch (InterruptedException _) {
            known = Map.of();
        } catch (RuntimeException e) {
            known = Map.of();
            LOG.log(System.Logger.Level.WARNING, "proportional memory is not known from here on", e);
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(PATIENCE); // it may be within the kernel; then it ends with the process
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
