package dev.tachograph.store;

import dev.tachograph.store.StoreStatus.Failure;
import dev.tachograph.store.StoreStatus.Timed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the store has been looked after since the recorder was started.
 *
 * @param lastSeal the newest segment that was sealed
 * @param lastCleanup the newest look at all limits
 * @param evictedSegments that went since the start
 * @param evictedBytes of these
 * @param ageWaits for how much longer nothing goes by age, since the wall clock is not believed
 * @param failures of what could not be done the last time, each a sentence for people
 * @param notes what was done or left undone for reasons that people should know
 */
public record Upkeep(
        @Nullable Timed lastSeal,
        @Nullable Timed lastCleanup,
        long evictedSegments,
        long evictedBytes,
        Duration ageWaits,
        List<Failure> failures,
        List<String> notes) {
    /** Before anything was done, and where no recorder runs. */
    public static final Upkeep NONE = new Upkeep(null, null, 0, 0, Duration.ZERO, List.of(), List.of());

    public Upkeep {
        failures = List.copyOf(failures);
        notes = List.copyOf(notes);
    }
}
