package dev.tachograph.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ClockTrustTest {
    private static final Instant BEGIN = Instant.parse("2026-11-23T03:00:00Z");
    private static final Duration TICK = Duration.ofMinutes(1);
    private static final int DAYS = 30;

    private final ClockTrust trust = new ClockTrust(DAYS);
    private final Clocks host = new Clocks(BEGIN);

    /** A host whose clocks do as they are told. */
    private static final class Clocks {
        private Instant wall;
        private Duration boottime = Duration.ZERO;
        private UUID bootId = new UUID(0, 1);
        private long boots = 1;

        Clocks(Instant wall) {
            this.wall = wall;
        }

        void pass(Duration time) {
            wall = wall.plus(time);
            boottime = boottime.plus(time);
        }

        void set(Duration by) {
            wall = wall.plus(by);
        }

        void offFor(Duration time) {
            wall = wall.plus(time);
            boottime = Duration.ofSeconds(20);
            bootId = new UUID(0, ++boots);
        }

        void tellTo(ClockTrust trust) {
            trust.see(bootId, wall, boottime.toNanos() / 1000);
        }
    }

    private void run(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(TICK)) {
            host.pass(TICK);
            host.tellTo(trust);
        }
    }

    private void runADay() {
        run(ClockTrust.PROBATION.plus(TICK));
    }

    @Test
    void aNewInstallationWaitsForADayWhichCostsNothingSinceNoAgeLimitIsShorter() {
        host.tellTo(trust);
        assertThat(trust.now()).isNull();
        assertThat(trust.missing()).isEqualTo(Duration.ofDays(1));
        run(Duration.ofHours(23));
        assertThat(trust.now()).isNull();
        run(Duration.ofHours(1).plus(TICK));
        assertThat(trust.now()).isEqualTo(host.wall);
        assertThat(trust.missing()).isZero();
    }

    @Test
    void afterAStepOfMoreThanAnHourTheClocksHaveToAgreeForADay() {
        for (Duration step : new Duration[] {Duration.ofDays(365), Duration.ofDays(-365), Duration.ofMinutes(61)}) {
            runADay();
            assertThat(trust.isTrusted()).isTrue();
            host.set(step);
            run(Duration.ofHours(24));
            assertThat(trust.now()).as("%s", step).isNull();
            run(TICK.multipliedBy(2));
            assertThat(trust.now()).as("%s", step).isEqualTo(host.wall);
        }
    }

    @Test
    void smallerStepsDoNotMatterUntilTheyAddUp() {
        runADay();
        host.set(Duration.ofMinutes(40));
        run(TICK);
        assertThat(trust.isTrusted()).isTrue();
        host.set(Duration.ofMinutes(40));
        run(TICK);
        assertThat(trust.isTrusted()).isFalse();
    }

    @Test
    void theFirstClockIsWrongAndThenSetRight() {
        for (String wrong : new String[] {"1970-01-01T00:00:09Z", "2040-01-01T00:00:00Z"}) {
            var fresh = new ClockTrust(DAYS);
            var clocks = new Clocks(Instant.parse(wrong));
            clocks.tellTo(fresh);
            clocks.wall = BEGIN; // NTP
            clocks.tellTo(fresh);
            assertThat(fresh.now()).isNull();
            clocks.pass(Duration.ofDays(1));
            clocks.tellTo(fresh);
            assertThat(fresh.now()).isEqualTo(clocks.wall);
        }
    }

    @Test
    void aSuspendIsNoStep() {
        runADay();
        host.pass(Duration.ofDays(14)); // CLOCK_BOOTTIME runs on
        host.tellTo(trust);
        assertThat(trust.isTrusted()).isTrue();
    }

    @Test
    void aRecorderThatDidNotRunIsNoStepWithinOneBoot() {
        runADay();
        host.pass(Duration.ofDays(100));
        run(TICK);
        assertThat(trust.isTrusted()).isTrue();
    }

    @Test
    void aHostThatIsOffEveryNightAndAtTheWeekendGetsThere() {
        for (int limit : new int[] {1, 3, 30}) {
            var laptop = new ClockTrust(limit);
            var clocks = new Clocks(BEGIN);
            for (int day = 0; day < 5; day++) {
                for (int hour = 0; hour < 8; hour++) {
                    clocks.tellTo(laptop);
                    clocks.pass(Duration.ofHours(1));
                }
                clocks.tellTo(laptop);
                clocks.offFor(Duration.ofHours(16));
            }
            assertThat(laptop.isTrusted()).as("%d days", limit).isTrue();
        }
    }

    @Test
    void acrossABootOnlyAVeryLongTimeOffCountsAsAStep() {
        runADay();
        host.offFor(Duration.ofDays(3).minusHours(1));
        host.tellTo(trust);
        assertThat(trust.now()).isEqualTo(host.wall);
        host.offFor(Duration.ofDays(3).plusHours(1));
        host.tellTo(trust);
        assertThat(trust.now()).isNull();
        runADay();
        assertThat(trust.now()).isEqualTo(host.wall);
    }

    @Test
    void theTimeABootTookToItsFirstTickIsNotTimeOff() {
        runADay();
        host.offFor(Duration.ofDays(2));
        host.pass(Duration.ofDays(5)); // booted long before the recorder was started
        host.tellTo(trust);
        assertThat(trust.isTrusted()).isTrue();
    }

    @Test
    void aClockThatIsBehindAfterABootIsNotBelieved() {
        runADay();
        host.offFor(Duration.ofHours(-2));
        host.tellTo(trust);
        assertThat(trust.now()).isNull();
    }

    /** Against a count of the host's own. */
    @Test
    void whateverTheClocksDoTheTimeIsBelievedOnlyAfterADayWithoutAStep() {
        long seed = System.nanoTime();
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            var any = new ClockTrust(DAYS);
            var clocks = new Clocks(BEGIN);
            clocks.tellTo(any);
            Duration agreed = Duration.ZERO;
            for (int i = 0; i < 200; i++) {
                Duration time = Duration.ofMinutes(random.nextInt(1, 600));
                switch (random.nextInt(12)) {
                    case 0 -> {
                        clocks.pass(time);
                        clocks.set(step(random));
                        agreed = Duration.ZERO;
                    }
                    case 1 -> {
                        clocks.offFor(Duration.ofHours(random.nextInt(1, 70)));
                    }
                    case 2 -> {
                        clocks.offFor(random.nextBoolean() ? Duration.ofDays(4) : Duration.ofHours(-2));
                        agreed = Duration.ZERO;
                    }
                    default -> {
                        clocks.pass(time);
                        agreed = agreed.plus(time);
                    }
                }
                clocks.tellTo(any);
                assertThat(any.isTrusted())
                        .as("round %d, step %d, seed %d", round, i, seed)
                        .isEqualTo(agreed.compareTo(ClockTrust.PROBATION) >= 0);
                assertThat(any.now()).isEqualTo(any.isTrusted() ? clocks.wall : null);
            }
        }
    }

    private static Duration step(RandomGenerator random) {
        Duration size = Duration.ofMinutes(random.nextLong(61, 20_000_000));
        return random.nextBoolean() ? size : size.negated();
    }
}
