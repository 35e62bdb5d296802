package dev.tachograph.query;

import dev.tachograph.model.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every process at one instant, or the gap that the instant lies in.
 *
 * @param tick number of the tick; {@code null} within a gap
 * @param timestamp of the tick
 * @param interval before the tick; {@code null} when there was none
 * @param previous timestamp of the tick before
 * @param next timestamp of the tick after
 * @param balance where the CPU time of the interval went; {@code null} within a gap
 * @param figures what else the tick tells; {@code null} within a gap, and where it was not asked for
 */
public record ProcessTable(
        @Nullable Long tick,
        @Nullable Instant timestamp,
        @Nullable Duration interval,
        @Nullable Instant previous,
        @Nullable Instant next,
        List<ProcessRow> rows,
        @Nullable Gap gap,
        @Nullable CpuBalance balance,
        @Nullable TickFigures figures) {

    /** No table, and why. */
    static ProcessTable nothing(@Nullable Instant previous, @Nullable Instant next, Gap gap) {
        return new ProcessTable(null, null, null, previous, next, List.of(), gap, null, null);
    }
}
