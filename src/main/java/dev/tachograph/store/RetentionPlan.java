package dev.tachograph.store;

import dev.tachograph.store.Eviction.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which segments of one data type have to go so that it keeps its limits: whole ones, and always the oldest in the order of
 * recording, so that what remains has no holes. Hot data never goes.
 *
 * <p>A wall clock that was set makes single segments look older or newer than they are. One that seems older than what was
 * recorded before it goes no earlier than that; one from the future goes with the first past its age that was recorded after
 * it.
 *
 * @param sealEarly whether the type is too large with nothing left to go: then closed stretches have to be sealed before
 *     their time, so that they become smaller, and can go next time
 */
record RetentionPlan(List<Eviction> evictions, boolean sealEarly) {
    /** What a type may be above its limit between two looks. */
    private static final int TOLERANCE = 20;

    RetentionPlan {
        evictions = List.copyOf(evictions);
    }

    /** @param now {@code null} while nobody knows the time for sure: then nothing goes by age */
    static RetentionPlan of(Holding holding, @Nullable Instant now) {
        List<KeptSegment> segments = holding.segments();
        int tooOld = now == null ? 0 : tooOld(segments, now, holding.limit().days());
        long most = most(holding);
        long left = holding.bytes();
        List<Eviction> evictions = new ArrayList<>();
        for (KeptSegment segment : segments) {
            boolean isTooOld = evictions.size() < tooOld;
            if (!isTooOld && left <= most) {
                break;
            }
            evictions.add(new Eviction(holding.type(), segment, isTooOld ? Reason.AGE : Reason.SIZE));
            left -= segment.bytes();
        }
        return new RetentionPlan(evictions, left > most);
    }

    /** The limit itself, or less where so much comes until the next look that the tolerance would not do. */
    private static long most(Holding holding) {
        long limit = holding.limit().bytes();
        return Math.max(0, Math.min(limit, limit + limit / TOLERANCE - holding.growthBytes()));
    }

    /** How many of the oldest are past their age. */
    private static int tooOld(List<KeptSegment> segments, Instant now, int days) {
        Instant oldest = now.minus(Duration.ofDays(days));
        int count = 0;
        for (int i = 0; i < segments.size(); i++) {
            Instant to = segments.get(i).to();
            if (to.isBefore(oldest)) {
                count = i + 1;
            } else if (!to.isAfter(now)) {
                break;
            }
        }
        return count;
    }
}
