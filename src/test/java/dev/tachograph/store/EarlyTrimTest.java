package dev.tachograph.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.store.Eviction.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EarlyTrimTest {
    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
    private static final Duration HOT = Duration.ofHours(1);
    private static final int ROUNDS = 10_000;

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);

    @Test
    void withEnoughRoomNothingGoes() {
        assertThat(EarlyTrim.of(List.of(hours("processes", 5, 10, HOT, 100)), 0))
                .isEmpty();
    }

    @Test
    void asMuchGoesAsIsMissingOldestFirst() {
        assertThat(EarlyTrim.of(List.of(hours("processes", 5, 10, HOT, 100)), 25))
                .allMatch(each -> each.reason() == Reason.DISK)
                .extracting(each -> each.segment().tick())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void theTypeWithTheLargestShareOfItsOwnLimitGivesFirst() {
        Holding small = hours("processes", 5, 10, HOT, 100); // 50 of 100
        Holding large = hours("logs", 5, 100, HOT, 5_000); // 500 of 5000
        assertThat(EarlyTrim.of(List.of(large, small), 35))
                .extracting(Eviction::type)
                .containsExactly("processes", "processes", "processes", "processes");
    }

    @Test
    void theNewestHourStays() {
        Holding justSealed = hours("processes", 3, 10, Duration.ZERO, 100);
        assertThat(EarlyTrim.of(List.of(justSealed), 1_000))
                .extracting(each -> each.segment().tick())
                .containsExactly(1L);
    }

    @Test
    void whateverIsKeptItGivesWhatIsMissingOrAllItMayAndNoMore() {
        for (int round = 0; round < ROUNDS; round++) {
            List<Holding> all = new ArrayList<>();
            for (String type : List.of("logs", "processes", "metrics").subList(0, random.nextInt(1, 4))) {
                all.add(hours(
                        type,
                        random.nextInt(10),
                        random.nextInt(1, 50),
                        Duration.ofMinutes(random.nextInt(130)),
                        random.nextInt(1, 1_000)));
            }
            long missing = random.nextInt(600);
            check(all, missing, EarlyTrim.of(all, missing));
        }
    }

    private void check(List<Holding> all, long missing, List<Eviction> evictions) {
        String what = "%d of %s with seed %d".formatted(missing, all, seed);
        Map<String, Holding> left = new HashMap<>();
        all.forEach(holding -> left.put(holding.type(), holding));
        long freed = 0;
        for (Eviction eviction : evictions) {
            assertThat(freed).as(what).isLessThan(missing);
            Holding holding = requireNonNull(left.get(eviction.type()));
            assertThat(eviction.segment()).as(what).isEqualTo(holding.segments().getFirst());
            assertThat(left.values().stream().filter(EarlyTrimTest::mayGive))
                    .as(what)
                    .allMatch(other -> other.share() <= holding.share());
            Holding less = holding.without(1);
            left.put(holding.type(), less);
            freed += eviction.segment().bytes();
            assertThat(recorded(less)).as(what).isGreaterThanOrEqualTo(EarlyTrim.STAYS);
        }
        assertThat(freed >= missing || left.values().stream().noneMatch(EarlyTrimTest::mayGive))
                .as(what)
                .isTrue();
    }

    private static boolean mayGive(Holding holding) {
        return !holding.segments().isEmpty() && recorded(holding.without(1)).compareTo(EarlyTrim.STAYS) >= 0;
    }

    private static Duration recorded(Holding holding) {
        return holding.hotSpan().plusMinutes(59L * holding.segments().size());
    }

    private static Holding hours(String type, int count, long bytes, Duration hotSpan, long limit) {
        List<KeptSegment> segments = new ArrayList<>();
        for (int hour = 0; hour < count; hour++) {
            Instant from = BEGIN.plus(Duration.ofHours(hour));
            segments.add(new KeptSegment(hour + 1, from, from.plus(Duration.ofMinutes(59)), bytes));
        }
        return new Holding(type, segments, 0, hotSpan, 0, new Limit(30, limit));
    }
}
