package dev.tachograph.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ContinuityTest {
    private static final UUID BOOT = new UUID(1, 2);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Moment BEFORE = new Moment(NOON, 100_000_000_000L, 90_000_000_000L);

    @Test
    void betweenTwoLooksInTimeLiesAnInterval() {
        Continuity since = between(after(5_000, 5_000, 5_000), 0);
        assertThat(since).isEqualTo(new Continuity(5_000_000L, List.of(), List.of()));
    }

    @Test
    void aLateLookHasItsRealInterval() {
        Continuity since = between(after(8_250, 8_250, 8_250), 0);
        assertThat(since).isEqualTo(new Continuity(8_250_000L, List.of(), List.of()));
    }

    @Test
    void driftAndSlewingAreNoEvents() {
        assertThat(between(after(5_499, 5_000, 5_000), 0).events()).isEmpty();
        assertThat(between(after(4_501, 5_000, 4_600), 0).events()).isEmpty();
    }

    @Test
    void aWallClockThatIsSetIsAStepWithItsSizeAndDirection() {
        Event forwards = between(after(3_605_000, 5_000, 5_000), 0).events().getFirst();
        assertThat(forwards.kind()).isEqualTo(Event.Kind.CLOCK_STEP);
        assertThat(forwards.amountMicros()).isEqualTo(3_600_000_000L);
        assertThat(forwards.detail()).contains("forwards by 3600.0 s");

        Event backwards = between(after(-3_595_000, 5_000, 5_000), 0).events().getFirst();
        assertThat(backwards.amountMicros()).isEqualTo(-3_600_000_000L);
        assertThat(backwards.detail()).contains("backwards by 3600.0 s");
    }

    @Test
    void aStepLeavesTheIntervalAsItWas() {
        Continuity since = between(after(-3_595_000, 5_000, 5_000), 0);
        assertThat(since.intervalMicros()).isEqualTo(5_000_000L);
        assertThat(since.gaps()).isEmpty();
    }

    @Test
    void aMachineThatSleptHasNoIntervalButTwoEventsAndAGap() {
        Continuity since = between(after(65_000, 65_000, 5_000), 0);
        assertThat(since.intervalMicros()).isNull();
        assertThat(since.events()).extracting(Event::kind).containsExactly(Event.Kind.SUSPEND, Event.Kind.RESUME);
        assertThat(since.events()).allSatisfy(event -> {
            assertThat(event.amountMicros()).isEqualTo(60_000_000L);
            assertThat(event.bootId()).isEqualTo(BOOT);
            assertThat(event.subject().facts()).containsEntry("within_us", "5000000");
        });
        assertThat(since.events()).extracting(Event::at).containsExactly(NOON, NOON.plusSeconds(65));
        assertThat(since.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(Gap.Cause.SUSPENDED);
            assertThat(gap.from()).isEqualTo(NOON.plusSeconds(5));
            assertThat(gap.to()).isEqualTo(NOON.plusSeconds(65));
        });
    }

    @Test
    void aClockThatIsSetDuringSleepIsBoth() {
        Continuity since = between(after(125_000, 65_000, 5_000), 0);
        assertThat(since.events())
                .extracting(Event::kind)
                .containsExactly(Event.Kind.CLOCK_STEP, Event.Kind.SUSPEND, Event.Kind.RESUME);
        assertThat(since.events().getFirst().amountMicros()).isEqualTo(60_000_000L);
    }

    @Test
    void looksThatDidNotHappenAreAGapFromWhenTheFirstWasDue() {
        Continuity since = between(after(17_000, 17_000, 17_000), 2);
        assertThat(since.intervalMicros()).isEqualTo(17_000_000L);
        assertThat(since.events()).isEmpty();
        assertThat(since.gaps())
                .containsExactly(new Gap(
                        Gap.Stream.PROCESSES,
                        NOON.plusSeconds(5),
                        NOON.plusSeconds(17),
                        Gap.Cause.MISSED,
                        2L,
                        "the look came after 17.0 s instead of 5.0 s"));
    }

    @Test
    void aGapIsReckonedOnTheClockAfterAStep() {
        Gap gap = between(after(3_617_000, 17_000, 17_000), 2).gaps().getFirst();
        assertThat(gap.from()).isEqualTo(NOON.plusSeconds(3_605));
        assertThat(gap.to()).isEqualTo(NOON.plusSeconds(3_617));
    }

    private static Continuity between(Moment now, long missed) {
        return Continuity.between(BEFORE, now, BOOT, INTERVAL, missed);
    }

    private static Moment after(long wallMillis, long boottimeMillis, long monotonicMillis) {
        return new Moment(
                NOON.plusMillis(wallMillis),
                BEFORE.boottimeNanos() + boottimeMillis * 1_000_000,
                BEFORE.monotonicNanos() + monotonicMillis * 1_000_000);
    }
}
