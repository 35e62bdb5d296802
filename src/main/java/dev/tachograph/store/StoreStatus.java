package dev.tachograph.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the store is doing.
 *
 * @param hotFileBytes of the hot file on the disk, free blocks within it included
 * @param walBytes of the write-ahead log
 * @param committedTicks since this recorder started
 * @param refusedTicks that the store would not take since then; a gap tells of them
 * @param committedLines log lines since this recorder started
 * @param sinceLastCommit how long ago that was, whatever the wall clock says; {@code null} before the first one
 * @param failure what the store can't do at present
 * @param lastError the newest failure, also one that is over
 * @param upkeep how it was looked after
 * @param notes what people should know although everything works
 */
public record StoreStatus(
        long hotFileBytes,
        long walBytes,
        long committedTicks,
        long refusedTicks,
        long committedLines,
        @Nullable Timed lastCommit,
        @Nullable Duration sinceLastCommit,
        @Nullable Timed lastCheckpoint,
        @Nullable Failure failure,
        @Nullable Failure lastError,
        Upkeep upkeep,
        List<String> notes) {
    public StoreStatus {
        notes = List.copyOf(notes);
    }

    /** Something that took a while. */
    public record Timed(Instant at, Duration took) {}

    /** Something that went wrong, for people. */
    public record Failure(Instant at, String message) {}
}
