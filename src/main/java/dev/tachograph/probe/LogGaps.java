package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Gaps among log lines. */
final class LogGaps {
    private LogGaps() {}

    /** Lines that are missing at one place. */
    static Gap at(Instant place, Gap.Cause cause, @Nullable Long count, String detail) {
        return new Gap(Gap.Stream.LOGS, place, place, cause, count, detail);
    }

    /** Lines that are missing between two others. A clock that was set back may have made the later one the earlier. */
    static Gap between(Instant one, Instant other, Gap.Cause cause, @Nullable Long count, String detail) {
        return one.isBefore(other)
                ? new Gap(Gap.Stream.LOGS, one, other, cause, count, detail)
                : new Gap(Gap.Stream.LOGS, other, one, cause, count, detail);
    }
}
