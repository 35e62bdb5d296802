package dev.tachograph.probe;

import dev.tachograph.model.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells of control groups that were too many to be looked at: at once, then every ten minutes while it lasts. */
final class CgroupOverflow {
    private static final Duration TELL_EVERY = Duration.ofMinutes(10);

    private final int limit;
    private final List<Gap> untold = new ArrayList<>();
    private @Nullable Instant from;
    private int most;

    /** @param limit how many are looked at */
    CgroupOverflow(int limit) {
        this.limit = limit;
    }

    /** @param leftOut groups at this look */
    void look(Instant at, int leftOut) {
        Instant since = from;
        if (since == null) {
            if (leftOut > 0) {
                tell(at, at, leftOut);
                from = at;
                most = leftOut;
            }
            return;
        }
        most = Math.max(most, leftOut);
        boolean longAgo = Duration.between(since, at).abs().compareTo(TELL_EVERY) >= 0;
        if (leftOut == 0 || longAgo) {
            tell(since, at, most);
            from = leftOut == 0 ? null : at;
            most = leftOut;
        }
    }

    private void tell(Instant begin, Instant end, int count) {
        untold.add(new Gap(
                Gap.Stream.METRICS,
                begin,
                end,
                Gap.Cause.PROBE,
                (long) count,
                "at least %d control groups beyond the first %d were not looked at".formatted(count, limit)));
    }

    List<Gap> take() {
        List<Gap> told = List.copyOf(untold);
        untold.clear();
        return told;
    }
}
