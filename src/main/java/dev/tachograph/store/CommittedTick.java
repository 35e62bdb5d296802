package dev.tachograph.store;

import dev.tachograph.model.Tick;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest tick that the store holds, as it was seen: what is asked for most is answered from memory.
 *
 * @param previous when the tick before it was; {@code null} when it is the first
 * @param startTimes when each of the tick's processes began, in the tick's order
 */
public record CommittedTick(int number, Tick tick, @Nullable Instant previous, List<Instant> startTimes) {
    public CommittedTick {
        startTimes = List.copyOf(startTimes);
    }
}
