package dev.tachograph.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import dev.tachograph.model.Gap;
import dev.tachograph.model.LogBatch;
import dev.tachograph.model.LogLine;
import dev.tachograph.record.LogChannel;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Moves log lines from their channel to the store. For the thread that writes.
 *
 * <p>What the store refuses is tried again until it is taken: the lines are kept by their source meanwhile. Where the store
 * takes everything but this batch, the batch becomes a gap, so that no single line can hold up all that follow it.
 */
final class LogWriter {
    private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Instant LAST_YEAR = Instant.parse("9999-01-01T00:00:00Z");
    private static final int MOST_REFUSALS = 30;

    private final LogChannel channel;
    private final Store store;
    private final Duration retry;
    /** Of the record that the readers go on with. */
    private int generation;

    private int refusals;
    private long retryNanos;

    LogWriter(LogChannel channel, Store store) {
        this(channel, store, RETRY);
    }

    LogWriter(LogChannel channel, Store store, Duration retry) {
        this.retry = retry;
        this.channel = channel;
        this.store = store;
        this.generation = store.logGeneration();
    }

    /** Whether there is something that can be written now. */
    boolean isReady() {
        return !channel.isEmpty() && store.takesLogLines() && (refusals == 0 || System.nanoTime() - retryNanos >= 0);
    }

    /** Stores the batch that came first, if there is one. */
    void writeNext() {
        LogBatch batch = channel.first();
        if (batch == null) {
            return;
        }
        try {
            store(batch);
        } catch (SQLException | RuntimeException e) {
            refuse(batch, e);
        }
    }

    private void store(LogBatch batch) throws SQLException {
        boolean wasThere = refusals > 0 && store.hasStored(batch); // its commit failed late, and so did looking
        if (!wasThere && !store.commit(batch, generation)) {
            restartIfReplaced();
            return;
        }
        if (refusals > 0) {
            LOG.log(INFO, "the store takes log lines again");
        }
        refusals = 0;
        channel.remove();
        store.checkpointIfDue();
    }

    /** Where the store has another record now, the readers have to begin where that ends. */
    void restartIfReplaced() {
        int now = store.logGeneration();
        if (now != generation) {
            generation = now;
            refusals = 0;
            channel.restart();
        }
    }

    private void refuse(LogBatch batch, Exception cause) {
        if (refusals == 0) {
            LOG.log(ERROR, "the store does not take log lines", cause);
        }
        store.refuseLogs(cause);
        refusals++;
        retryNanos = System.nanoTime() + retry.toNanos();
        if (refusals >= MOST_REFUSALS && store.takesTicks()) {
            giveUp(batch, cause);
        }
    }

    private void giveUp(LogBatch batch, Exception cause) {
        List<Gap> gaps = Stream.concat(batch.gaps().stream(), Stream.ofNullable(lost(batch, cause)))
                .toList();
        try {
            store(new LogBatch(List.of(), batch.positions(), gaps));
        } catch (SQLException | RuntimeException e) {
            LOG.log(ERROR, "nor the gap in their place", e);
        }
    }

    private static @Nullable Gap lost(LogBatch batch, Exception cause) {
        List<Instant> times =
                batch.lines().stream().map(LogWriter::likelyTime).sorted().toList();
        return times.isEmpty()
                ? null
                : new Gap(
                        Gap.Stream.LOGS,
                        times.getFirst(),
                        times.getLast(),
                        Gap.Cause.STORE,
                        (long) times.size(),
                        String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
    }

    /** A time that no database can hold may be why they were refused. */
    private static Instant likelyTime(LogLine line) {
        Instant time = line.timestamp();
        return time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LAST_YEAR) ? LAST_YEAR : time;
    }
}
