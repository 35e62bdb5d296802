package dev.tachograph.query;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.query.Forecast.By;
import dev.tachograph.query.Forecast.Kept;
import dev.tachograph.query.Forecast.Next;
import dev.tachograph.settings.Settings.Limit;
import dev.tachograph.store.KeptSegment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Limit LIMIT = new Limit(30, 1_000_000);

    @Test
    void withNothingRecordedNothingIsKnown() {
        var nothing = new Kept("processes", List.of(), 1_000, null, null);
        assertThat(Forecast.of(nothing, LIMIT, Duration.ZERO)).isEqualTo(Forecast.UNKNOWN);
    }

    @Test
    void inTheFirstHalfHourNoRateIsKnownButWhenTheFirstDataBecomesTooOld() {
        var young = new Kept("processes", List.of(), 1_000, NOW.minusSeconds(1799), NOW);
        Forecast forecast = Forecast.of(young, LIMIT, Duration.ZERO);
        assertThat(forecast.bytesPerDay()).isNull();
        assertThat(forecast.holdsDays()).isNull();
        assertThat(forecast.next())
                .isEqualTo(new Next(NOW.minusSeconds(1799).plus(Duration.ofDays(30)), "processes", By.AGE));
    }

    @Test
    void untilSomethingIsSealedHotDataTell() {
        var hot = new Kept("processes", List.of(), 1_000, NOW.minus(HOUR), NOW);
        assertThat(Forecast.of(hot, LIMIT, Duration.ZERO).bytesPerDay()).isEqualTo(24_000);
    }

    @Test
    void sealedDataOfTheLastWeekTellTheRest() {
        Forecast forecast = Forecast.of(days(20, 10_000, 500), LIMIT, Duration.ZERO);
        assertThat(requireNonNull(forecast.bytesPerDay()).doubleValue()).isCloseTo(10_000, within(100.0));
        assertThat(forecast.holdsDays()).isCloseTo(100, within(1.0));
        assertThat(forecast.reachesDays()).isEqualTo(30);
    }

    @Test
    void theFirstOfTheTwoLimitsIsTheOneThatIsReached() {
        Next byAge = Forecast.of(days(20, 10_000, 0), LIMIT, Duration.ZERO).next();
        assertThat(byAge)
                .isEqualTo(new Next(NOW.minus(Duration.ofDays(19)).plus(Duration.ofDays(30)), "processes", By.AGE));

        Forecast small = Forecast.of(days(20, 10_000, 0), new Limit(30, 220_000), Duration.ZERO);
        assertThat(small.reachesDays()).isCloseTo(22, within(0.5));
        Next bySize = requireNonNull(small.next());
        assertThat(bySize.by()).isEqualTo(By.SIZE);
        assertThat(Duration.between(NOW, bySize.at())).isCloseTo(Duration.ofDays(2), Duration.ofHours(1));
    }

    @Test
    void overItsLimitTheNextLookIsTheNextEviction() {
        assertThat(Forecast.of(days(20, 10_000, 0), new Limit(30, 100_000), Duration.ZERO)
                        .next())
                .isEqualTo(new Next(NOW, "processes", By.SIZE));
    }

    @Test
    void whileTheClockIsNotBelievedAgeWaits() {
        assertThat(Forecast.of(days(40, 100, 0), LIMIT, Duration.ofHours(7)).next())
                .isEqualTo(new Next(NOW.plus(Duration.ofHours(7)), "processes", By.AGE));
    }

    @Test
    void aClockThatWasSetMakesNoNonsense() {
        long seed = System.nanoTime();
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < 10_000; round++) {
            List<KeptSegment> segments = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                Instant from = NOW.plus(Duration.ofHours(random.nextInt(-500_000, 500_000)));
                segments.add(new KeptSegment(7 - i, from, from.plusSeconds(random.nextInt(90_000)), random.nextInt(9)));
            }
            var kept = new Kept("processes", segments, random.nextInt(9), NOW.minusSeconds(random.nextInt(9_000)), NOW);
            Forecast forecast = Forecast.of(kept, new Limit(1, random.nextInt(1, 9)), Duration.ZERO);
            if (forecast.bytesPerDay() != null) {
                assertThat(forecast.bytesPerDay()).as("seed %d", seed).isNotNegative();
                assertThat(forecast.holdsDays()).as("seed %d", seed).isBetween(0.0, 36_500.0);
                assertThat(forecast.reachesDays()).as("seed %d", seed).isBetween(0.0, 1.0);
            }
            if (forecast.next() != null) {
                assertThat(forecast.next().at()).as("seed %d", seed).isBefore(NOW.plus(Duration.ofDays(36_502)));
            }
        }
    }

    @Test
    void ofSeveralTypesTheFirstCounts() {
        Forecast early = Forecast.of(days(29, 100, 0), LIMIT, Duration.ZERO);
        Forecast late = Forecast.of(days(3, 100, 0), LIMIT, Duration.ZERO);
        assertThat(Forecast.first(Stream.of(late, Forecast.UNKNOWN, early))).isEqualTo(early.next());
        assertThat(Forecast.first(Stream.of(Forecast.UNKNOWN))).isNull();
    }

    /** One segment a day until now. */
    private static Kept days(int count, long bytes, long hotBytes) {
        List<KeptSegment> segments = new ArrayList<>();
        for (int day = count; day > 0; day--) {
            Instant from = NOW.minus(Duration.ofDays(day));
            segments.add(new KeptSegment(1 + count - day, from, from.plus(Duration.ofDays(1)), bytes));
        }
        return new Kept("processes", segments, hotBytes, NOW, NOW);
    }

    @Test
    void ofSeveralTypesItAddsUpWhatTheyGrowByAndHasTheShortestReach() {
        var one = new Forecast(
                100L, 40.0, 30.0, new Forecast.Next(Instant.EPOCH.plusSeconds(9), "processes", Forecast.By.AGE));
        var other = new Forecast(50L, 5.0, 5.0, new Forecast.Next(Instant.EPOCH, "logs", Forecast.By.SIZE));
        assertThat(Forecast.together(List.of(one, Forecast.UNKNOWN, other)))
                .isEqualTo(new Forecast(150L, 5.0, 5.0, other.next()));
        assertThat(Forecast.together(List.of(Forecast.UNKNOWN))).isEqualTo(Forecast.UNKNOWN);
    }
}
