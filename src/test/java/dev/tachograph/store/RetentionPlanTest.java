package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.store.Eviction.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetentionPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final int ROUNDS = 20_000;

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);

    @Test
    void withinItsLimitsNothingGoes() {
        RetentionPlan plan = RetentionPlan.of(holding(10, 0, 1_000, daysAgo(1, 9), daysAgo(0, 9)), NOW);
        assertThat(plan.evictions()).isEmpty();
        assertThat(plan.sealEarly()).isFalse();
    }

    @Test
    void whatIsPastItsAgeGoesHoweverSmallItIs() {
        assertThat(reasons(
                        RetentionPlan.of(holding(3, 0, 1_000, daysAgo(4, 1), daysAgo(3.1, 1), daysAgo(2.9, 1)), NOW)))
                .containsExactly(Reason.AGE, Reason.AGE);
    }

    @Test
    void aSegmentGoesByTheAgeOfItsNewestRow() {
        var long_ = new KeptSegment(1, NOW.minus(Duration.ofDays(5)), NOW.minus(Duration.ofDays(2)), 1);
        assertThat(RetentionPlan.of(holding(3, 0, 1_000, long_), NOW).evictions())
                .isEmpty();
    }

    @Test
    void theOldestGoUntilHotAndSealedTogetherAreWithinTheLimit() {
        RetentionPlan plan =
                RetentionPlan.of(holding(30, 50, 100, daysAgo(3, 30), daysAgo(2, 30), daysAgo(1, 30)), NOW);
        assertThat(plan.evictions()).extracting(each -> each.segment().tick()).containsExactly(1L, 2L);
        assertThat(reasons(plan)).containsExactly(Reason.SIZE, Reason.SIZE);
        assertThat(plan.sealEarly()).isFalse();
    }

    @Test
    void withoutATimeThatCanBeBelievedOnlySizeCounts() {
        assertThat(RetentionPlan.of(holding(3, 0, 1_000, daysAgo(400, 1)), null).evictions())
                .isEmpty();
        assertThat(reasons(RetentionPlan.of(holding(3, 0, 10, daysAgo(400, 1), daysAgo(399, 10)), null)))
                .containsExactly(Reason.SIZE);
    }

    @Test
    void hotDataNeverGoesButIsSealedEarlyWhenNothingElseIsLeft() {
        RetentionPlan plan = RetentionPlan.of(holding(30, 200, 100, daysAgo(1, 30)), NOW);
        assertThat(plan.evictions()).hasSize(1);
        assertThat(plan.sealEarly()).isTrue();
    }

    @Test
    void anHourRecordedUnderAClockFarInThePastIsNoOlderThanWhatCameBeforeIt() {
        RetentionPlan plan =
                RetentionPlan.of(holding(30, 0, 1_000, daysAgo(2, 1), daysAgo(20_000, 1), daysAgo(1, 1)), NOW);
        assertThat(plan.evictions()).isEmpty();
    }

    @Test
    void aSegmentFromTheFutureGoesWithTheFirstPastItsAgeAfterIt() {
        assertThat(reasons(RetentionPlan.of(
                        holding(30, 0, 1_000, daysAgo(-5_000, 1), daysAgo(31, 1), daysAgo(-5_000, 1)), NOW)))
                .containsExactly(Reason.AGE, Reason.AGE);
    }

    @Test
    void whereMuchComesUntilTheNextLookRoomIsMadeForIt() {
        var holding = new Holding(
                "processes", numbered(daysAgo(2, 50), daysAgo(1, 50)), 0, Duration.ZERO, 20, new Limit(30, 100));
        assertThat(RetentionPlan.of(holding, NOW).evictions()).hasSize(1);
    }

    @Test
    void whateverIsKeptLimitsHoldAndNothingGoesThatNeedNot() {
        for (int round = 0; round < ROUNDS; round++) {
            Holding holding = randomHolding();
            @Nullable Instant now = random.nextInt(4) == 0 ? null : NOW;
            RetentionPlan plan = RetentionPlan.of(holding, now);
            String what = "%s with seed %d".formatted(holding, seed);
            int gone = plan.evictions().size();
            assertThat(plan.evictions())
                    .as(what)
                    .extracting(Eviction::segment)
                    .isEqualTo(holding.segments().subList(0, gone));
            Holding left = holding.without(gone);
            assertThat(plan.sealEarly()).as(what).isEqualTo(left.bytes() > most(holding));
            assertThat(left.segments().isEmpty()
                            || left.bytes() <= holding.limit().bytes())
                    .as(what)
                    .isTrue();
            if (gone > 0 && plan.evictions().getLast().reason() == Reason.SIZE) {
                assertThat(holding.without(gone - 1).bytes()).as(what).isGreaterThan(most(holding));
            }
            checkAges(holding, plan, now, what);
        }
    }

    private static void checkAges(Holding holding, RetentionPlan plan, @Nullable Instant now, String what) {
        List<Eviction> byAge = plan.evictions().stream()
                .filter(each -> each.reason() == Reason.AGE)
                .toList();
        if (now == null) {
            assertThat(byAge).as(what).isEmpty();
            return;
        }
        Instant oldest = now.minus(Duration.ofDays(holding.limit().days()));
        assertThat(byAge)
                .as(what)
                .noneMatch(each -> !each.segment().to().isBefore(oldest)
                        && !each.segment().to().isAfter(now));
        int gone = plan.evictions().size();
        boolean isFirstPastItsAge = gone < holding.segments().size()
                && holding.segments().get(gone).to().isBefore(oldest)
                && holding.segments().subList(0, gone).stream()
                        .allMatch(before ->
                                before.to().isBefore(oldest) || before.to().isAfter(now));
        assertThat(isFirstPastItsAge).as(what).isFalse();
    }

    private static long most(Holding holding) {
        long limit = holding.limit().bytes();
        return Math.clamp(limit + limit / 20 - holding.growthBytes(), 0L, limit);
    }

    /** Mostly in order of time, now and then under a clock that was somewhere else. */
    private Holding randomHolding() {
        List<KeptSegment> segments = new ArrayList<>();
        int count = random.nextInt(12);
        Instant at = NOW.minus(Duration.ofHours(random.nextInt(24 * 60)));
        for (int i = 0; i < count; i++) {
            Instant from = random.nextInt(8) == 0 ? NOW.plus(Duration.ofDays(random.nextInt(-20_000, 20_000))) : at;
            segments.add(new KeptSegment(i + 1, from, from.plusSeconds(3599), random.nextInt(1_000)));
            at = at.plus(Duration.ofHours(random.nextInt(1, 50)));
        }
        return new Holding(
                "processes",
                segments,
                random.nextInt(1_000),
                Duration.ofMinutes(random.nextInt(120)),
                random.nextInt(3) == 0 ? random.nextInt(1_000) : 0,
                new Limit(random.nextInt(1, 60), random.nextInt(1, 5_000)));
    }

    private static Holding holding(int days, long hotBytes, long limitBytes, KeptSegment... segments) {
        return new Holding(
                "processes", numbered(segments), hotBytes, Duration.ofHours(1), 0, new Limit(days, limitBytes));
    }

    private static List<KeptSegment> numbered(KeptSegment... segments) {
        List<KeptSegment> numbered = new ArrayList<>();
        for (KeptSegment each : segments) {
            numbered.add(new KeptSegment(numbered.size() + 1, each.from(), each.to(), each.bytes()));
        }
        return numbered;
    }

    private static KeptSegment daysAgo(double days, long bytes) {
        Instant to = NOW.minus(Duration.ofSeconds((long) (days * 86_400)));
        return new KeptSegment(0, to.minusSeconds(3599), to, bytes);
    }

    private static List<Reason> reasons(RetentionPlan plan) {
        return plan.evictions().stream().map(Eviction::reason).toList();
    }
}
