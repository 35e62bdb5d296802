package dev.tachograph.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CadenceTest {
    private static final long SECOND = 1_000_000_000;
    private static final long INTERVAL = 5 * SECOND;

    private final Cadence cadence = new Cadence(Duration.ofSeconds(5), 100 * SECOND);

    @Test
    void theFirstLookIsDueAtOnce() {
        assertThat(cadence.untilDue(100 * SECOND)).isZero();
        assertThat(cadence.begin(100 * SECOND)).isZero();
        assertThat(cadence.untilDue(100 * SECOND)).isEqualTo(INTERVAL);
    }

    @Test
    void aLateLookDoesNotMoveTheOnesAfterIt() {
        cadence.begin(100 * SECOND);
        assertThat(cadence.begin(107 * SECOND)).isZero();
        assertThat(cadence.untilDue(107 * SECOND)).isEqualTo(3 * SECOND);
    }

    @Test
    void wholeIntervalsThatPassedAreCountedAndNotMadeUpFor() {
        cadence.begin(100 * SECOND);
        assertThat(cadence.begin(117 * SECOND)).isEqualTo(2);
        assertThat(cadence.planned()).isEqualTo(4);
        assertThat(cadence.untilDue(117 * SECOND)).isEqualTo(3 * SECOND);
    }

    @Test
    void beingLateByExactlyOneIntervalMissesOne() {
        cadence.begin(100 * SECOND);
        assertThat(cadence.begin(109_999_999_999L)).isZero();
        assertThat(cadence.begin(115 * SECOND)).isEqualTo(1);
    }

    @Test
    void anotherIntervalCountsFromTheNewestLookOn() {
        cadence.begin(100 * SECOND);
        cadence.setInterval(Duration.ofSeconds(10));
        assertThat(cadence.untilDue(102 * SECOND)).isEqualTo(8 * SECOND);
        assertThat(cadence.begin(110 * SECOND)).as("none was due in between").isZero();
        cadence.setInterval(Duration.ofSeconds(5));
        assertThat(cadence.untilDue(110 * SECOND)).isEqualTo(INTERVAL);
        assertThat(cadence.begin(121 * SECOND)).isEqualTo(1);
    }

    @Test
    void whateverTheDelaysLooksPlusMissesAreTheIntervalsThatPassed() {
        long seed = System.nanoTime();
        RandomGenerator random = new SplittableRandom(seed);
        long now = 100 * SECOND;
        long looks = 0;
        long missed = 0;
        for (int round = 0; round < 100_000; round++) {
            now += random.nextLong(3 * INTERVAL);
            if (cadence.untilDue(now) <= 0) {
                missed += cadence.begin(now);
                looks++;
                assertThat(cadence.untilDue(now)).as("seed %d", seed).isBetween(1L, INTERVAL);
            }
        }
        assertThat(cadence.planned()).isEqualTo(looks + missed);
        assertThat((cadence.untilDue(now) + now - 100 * SECOND) / INTERVAL).isEqualTo(looks + missed);
    }
}
