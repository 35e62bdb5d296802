package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final Caller ALICE = new Caller("uid 1000");
    private static final Caller MALLORY = new Caller("192.0.2.7");

    private long nanos;
    private final Attempts attempts = new Attempts(() -> nanos);

    private Attempts.Outcome wrong(Caller caller) {
        return attempts.attempt(caller, () -> false);
    }

    private Attempts.Outcome right(Caller caller) {
        return attempts.attempt(caller, () -> true);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    @Test
    void whoMistypesHasNotToWait() {
        for (int i = 0; i < Attempts.FREE; i++) {
            assertThat(wrong(ALICE)).isEqualTo(new Attempts.Outcome.Wrong());
        }
        pass(Duration.ofSeconds(1));
        assertThat(right(ALICE)).isEqualTo(new Attempts.Outcome.Right());
        assertThat(wrong(ALICE)).as("all is forgotten then").isEqualTo(new Attempts.Outcome.Wrong());
    }

    @Test
    void eachWrongOneBeyondThatMakesTheWaitTwiceAsLongUpToAMinute() {
        for (int i = 0; i < Attempts.FREE; i++) {
            wrong(MALLORY);
        }
        for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            assertThat(right(MALLORY)).as("not even looked at").isEqualTo(new Attempts.Outcome.TooMany(seconds));
            pass(Duration.ofSeconds(seconds));
            assertThat(wrong(MALLORY)).isEqualTo(new Attempts.Outcome.Wrong());
        }
    }

    @Test
    void oneWhoGuessesMakesNobodyElseWait() {
        for (int i = 0; i < Attempts.FREE; i++) {
            wrong(MALLORY);
        }
        assertThat(right(ALICE)).isEqualTo(new Attempts.Outcome.Right());
    }

    @Test
    void manyWhoGuessMakeStrangersWaitButNotThoseWhoKnew() {
        right(ALICE);
        for (int i = 0; i < Attempts.FREE_TOGETHER; i++) {
            assertThat(wrong(new Caller("10.0.0." + i))).isEqualTo(new Attempts.Outcome.Wrong());
        }
        assertThat(wrong(new Caller("10.0.1.1"))).isEqualTo(new Attempts.Outcome.TooMany(2));
        assertThat(right(ALICE)).isEqualTo(new Attempts.Outcome.Right());
        pass(Attempts.ONE_MORE);
        assertThat(wrong(new Caller("10.0.1.1"))).isEqualTo(new Attempts.Outcome.Wrong());
        assertThat(wrong(new Caller("10.0.1.2"))).isEqualTo(new Attempts.Outcome.TooMany(2));
    }

    @Test
    void whatIsLongAgoIsForgotten() {
        for (int i = 0; i < Attempts.FREE + 6; i++) {
            wrong(MALLORY);
            pass(Attempts.LONGEST);
        }
        pass(Duration.ofMinutes(16));
        assertThat(wrong(MALLORY)).isEqualTo(new Attempts.Outcome.Wrong());
        assertThat(right(MALLORY)).isEqualTo(new Attempts.Outcome.Right());
    }

    @Test
    void fewAreLookedAtHoweverManyTryFromHoweverManyPlaces() {
        var random = new SplittableRandom(4);
        int looked = 0;
        int hours = 3;
        for (int i = 0; i < hours * 36_000; i++) {
            boolean isNew = random.nextInt(3) == 0;
            var caller = new Caller("10.0.0." + (isNew ? i : random.nextInt(50)));
            looked += wrong(caller) instanceof Attempts.Outcome.Wrong ? 1 : 0;
            pass(Duration.ofMillis(100));
        }
        assertThat(looked).isBetween(1, Attempts.FREE_TOGETHER + hours * 1800 + 1);
    }
}
