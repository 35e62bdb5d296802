package dev.tachograph.store;

import dev.tachograph.store.Eviction.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What goes before its time because free disk space is short: the oldest segments of the type that takes the largest share
 * of its own limit, again and again, until as much is free as is missing. The newest hour of each type stays.
 */
final class EarlyTrim {
    static final Duration STAYS = Duration.ofHours(1);

    private EarlyTrim() {}

    static List<Eviction> of(List<Holding> all, long missingBytes) {
        List<Holding> holdings = new ArrayList<>(all);
        List<Eviction> evictions = new ArrayList<>();
        long missing = missingBytes;
        while (missing > 0) {
            Optional<Holding> largest = holdings.stream()
                    .filter(EarlyTrim::hasMoreThanStays)
                    .max(Comparator.comparingDouble(Holding::share));
            if (largest.isEmpty()) {
                break;
            }
            Holding holding = largest.get();
            KeptSegment oldest = holding.segments().getFirst();
            evictions.add(new Eviction(holding.type(), oldest, Reason.DISK));
            missing -= oldest.bytes();
            holdings.set(holdings.indexOf(holding), holding.without(1));
        }
        return evictions;
    }

    /** Spans are added up, since a wall clock that was set says little about how long ago something was. */
    private static boolean hasMoreThanStays(Holding holding) {
        if (holding.segments().isEmpty()) {
            return false;
        }
        Duration newer =
                holding.segments().stream().skip(1).map(KeptSegment::span).reduce(holding.hotSpan(), Duration::plus);
        return newer.compareTo(STAYS) >= 0;
    }
}
