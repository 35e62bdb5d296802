package dev.tachograph.store;

import dev.tachograph.store.StoreStatus.Failure;
import dev.tachograph.store.StoreStatus.Timed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the store did last, and what it failed at. Told by the writer and the maintenance, asked by anybody. */
final class StoreActivity {
    private final InstantSource clock;
    private final AtomicLong committedTicks = new AtomicLong();
    private final AtomicLong refusedTicks = new AtomicLong();
    private final AtomicLong committedLines = new AtomicLong();
    private volatile @Nullable Timed lastCommit;
    private volatile long lastCommitNanos;
    private volatile @Nullable Timed lastCheckpoint;
    private volatile @Nullable Failure failure;
    private volatile @Nullable Failure logFailure;
    private volatile @Nullable Failure checkpointFailure;
    private volatile @Nullable Failure lastError;
    private volatile Upkeep upkeep = Upkeep.NONE;

    StoreActivity(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * A tick is in the store.
     *
     * @param beganNanos {@link System#nanoTime} when its commit began
     */
    void committed(Instant began, long beganNanos) {
        lastCommitNanos = System.nanoTime();
        lastCommit = new Timed(began, Duration.ofNanos(lastCommitNanos - beganNanos));
        failure = null;
        committedTicks.incrementAndGet();
    }

    /** A tick could not be stored. */
    void refused(Throwable cause) {
        failure = failed(failure, cause);
        refusedTicks.incrementAndGet();
    }

    /** Whether the newest tick could not be stored. */
    boolean isRefusing() {
        return failure != null;
    }

    /** Log lines are in the store. */
    void committedLogs(int lines) {
        logFailure = null;
        committedLines.addAndGet(lines);
    }

    /** Log lines could not be stored. */
    void refusedLogs(Throwable cause) {
        logFailure = failed(logFailure, cause);
    }

    /**
     * The log is part of the hot file.
     *
     * @param beganNanos {@link System#nanoTime} when that began
     */
    void checkpointed(Instant began, long beganNanos) {
        checkpointFailure = null;
        lastCheckpoint = new Timed(began, Duration.ofNanos(System.nanoTime() - beganNanos));
    }

    /** It could not be made part of it. */
    void notCheckpointed(Throwable cause) {
        checkpointFailure = failed(checkpointFailure, cause);
    }

    /** The store was looked after. */
    void upkept(Upkeep done) {
        upkeep = done;
    }

    /** A failure that lasts keeps the time of its begin. */
    private Failure failed(@Nullable Failure lasting, Throwable cause) {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        var now = new Failure(clock.instant(), message);
        lastError = now;
        return lasting == null ? now : new Failure(lasting.at(), message);
    }

    StoreStatus status(long fileBytes, long walBytes, List<String> notes) {
        Timed commit = lastCommit;
        Failure now = failure == null ? logFailure : failure;
        return new StoreStatus(
                fileBytes,
                walBytes,
                committedTicks.get(),
                refusedTicks.get(),
                committedLines.get(),
                commit,
                commit == null ? null : Duration.ofNanos(System.nanoTime() - lastCommitNanos),
                lastCheckpoint,
                now == null ? checkpointFailure : now,
                lastError,
                upkeep,
                notes);
    }
}
