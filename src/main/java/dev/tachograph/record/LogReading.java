package dev.tachograph.record;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.model.LogBatch;
import dev.tachograph.probe.LogReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reads one source of log lines on a thread of its own, from {@link #start} to {@link #close} or to the end of a history, and
 * hands the lines to the channel. A source that can't be read is tried again; nothing is lost by that, since it keeps its
 * lines.
 */
public final class LogReading implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LogReading.class.getName());

    private static final int MOST_LINES = 2000;
    private static final Duration PATIENCE = Duration.ofMillis(200);
    /** Single lines are gathered for so long, so that a chatty log does not make a transaction of each. */
    private static final Duration PACE = Duration.ofMillis(400);

    /** A heavier batch is no such trickle, however few lines it has: its reader goes on at once. */
    private static final long MOST_PACED_WEIGHT = 1 << 20;

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(2);

    private final String name;
    private final Opener opener;
    private final LogChannel channel;
    private final UnaryOperator<LogBatch> events;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable String problem;

    private LogReading(String name, Opener opener, LogChannel channel, UnaryOperator<LogBatch> events) {
        this.name = name;
        this.opener = opener;
        this.channel = channel;
        this.events = events;
        this.thread = Thread.ofPlatform().name("log-" + name).unstarted(this::run);
    }

    /** Opens a reader where the lines that are stored end; asked when all that was handed over is stored. */
    public interface Opener {
        /** Opens one for the thread that calls. @throws IOException when the source can't be read now */
        LogReader open() throws IOException;
    }

    /**
     * Begins to read.
     *
     * @param name of the source, for people
     */
    public static LogReading start(String name, Opener opener, LogChannel channel) {
        return start(name, opener, channel, UnaryOperator.identity());
    }

    /**
     * Begins to read.
     *
     * @param name of the source, for people
     * @param events adds to lines what they tell of; for the thread that reads
     */
    public static LogReading start(String name, Opener opener, LogChannel channel, UnaryOperator<LogBatch> events) {
        var reading = new LogReading(name, opener, channel, events);
        reading.thread.start();
        return reading;
    }

    /** Why the source can't be read at present, for people; {@code null} when it can. */
    public @Nullable String problem() {
        return problem;
    }

    private void run() {
        try {
            boolean isAtEnd = false;
            while (!isAtEnd && !isClosing()) {
                isAtEnd = channel.awaitEmpty(PATIENCE) && readOn();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return whether nothing will ever come any more */
    private boolean readOn() throws InterruptedException {
        int generation = channel.generation();
        try (LogReader reader = opener.open()) {
            while (!isClosing() && !reader.isAtEnd()) {
                LogBatch batch = reader.read(MOST_LINES, PATIENCE);
                recovered();
                if (!batch.isEmpty() && !channel.offer(events.apply(batch), generation)) {
                    return false;
                }
                if (isTrickle(batch)) {
                    pause(PACE);
                }
            }
            return reader.isAtEnd();
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError e) {
            failed(e);
            pause(RETRY);
            return false;
        }
    }

    private static boolean isTrickle(LogBatch batch) {
        return !batch.isEmpty() && batch.lines().size() < MOST_LINES / 2 && batch.weight() < MOST_PACED_WEIGHT;
    }

    private void failed(Throwable cause) {
        if (problem == null) {
            LOG.log(WARNING, name + " can't be read", cause);
        }
        problem = "%s can't be read: %s".formatted(name, Objects.toString(cause.getMessage(), cause.toString()));
    }

    private void recovered() {
        if (problem != null) {
            problem = null;
            LOG.log(INFO, "{0} can be read again", name);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause(Duration time) throws InterruptedException {
        if (closing.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            return; // nobody waits for the rest of it
        }
    }

    /** Lets the thread end, without waiting for it. */
    public void end() {
        closing.countDown();
    }

    /** Ends the reading; close the channel first, for which the thread may wait. Safe to call twice. */
    @Override
    public void close() {
        end();
        try {
            if (!thread.join(PATIENCE_AT_CLOSE)) {
                LOG.log(WARNING, "the reading of {0} did not end within {1}", name, PATIENCE_AT_CLOSE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
