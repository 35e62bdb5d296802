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
    private static final int MOST_REFUSALS = 30;

    private final LogChannel channel;
    private final Store store;
    private int refusals;
    private long retryNanos;

    LogWriter(LogChannel channel, Store store) {
        this.channel = channel;
        this.store = store;
    }

    /** Whether there is something that can be written now. */
    boolean isReady() {
        return !channel.isEmpty() && (refusals == 0 || System.nanoTime() - retryNanos >= 0);
    }

    /** Stores the batch that came first, if there is one. */
    void writeNext() {
        LogBatch batch = channel.first();
        if (batch == null) {
            return;
        }
        int generation = store.logGeneration();
        try {
            store.commit(batch);
        } catch (SQLException | RuntimeException e) {
            refuse(batch, e);
            restartIfReplaced(generation);
            return;
        }
        if (!restartIfReplaced(generation)) {
            stored();
        }
    }

    private void stored() {
        if (refusals > 0) {
            LOG.log(INFO, "the store takes log lines again");
        }
        refusals = 0;
        channel.remove();
        store.checkpointIfDue();
    }

    /** Where the store has another record now, its readers have to begin where that ends. */
    private boolean restartIfReplaced(int generation) {
        if (store.logGeneration() == generation) {
            return false;
        }
        refusals = 0;
        channel.restart();
        return true;
    }

    private void refuse(LogBatch batch, Exception cause) {
        if (refusals == 0) {
            LOG.log(ERROR, "the store does not take log lines", cause);
        }
        store.refuseLogs(cause);
        refusals++;
        retryNanos = System.nanoTime() + RETRY.toNanos();
        if (refusals < MOST_REFUSALS || !store.takesTicks()) {
            return;
        }
        try {
            store.commit(new LogBatch(
                    List.of(),
                    batch.positions(),
                    Stream.concat(batch.gaps().stream(), Stream.ofNullable(lost(batch, cause)))
                            .toList()));
            stored();
        } catch (SQLException | RuntimeException e) {
            LOG.log(ERROR, "nor the gap in their place", e);
        }
    }

    private static @Nullable Gap lost(LogBatch batch, Exception cause) {
        List<Instant> times =
                batch.lines().stream().map(LogLine::timestamp).sorted().toList();
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
}
