package dev.tachograph.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tachograph.model.Event;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** What a score has to hold for any figures: the laws of docs/diff.md. */
class ScoringTest {
    private static final int ROUNDS = 300;

    private SplittableRandom random = new SplittableRandom();

    private double between(double least, double most) {
        return least * Math.pow(most / least, random.nextDouble());
    }

    @RepeatedTest(5)
    void aLargerDifferenceOfALevelNeverScoresLess(RepetitionInfo info) {
        random = new SplittableRandom(info.getCurrentRepetition());
        for (int i = 0; i < ROUNDS; i++) {
            double before = between(1e-3, 1e9);
            double wobble = between(1e-6, 1e6);
            double half = between(1e-3, 1e9);
            double more = between(1e-6, 1e9);
            double evenMore = more * between(1.0001, 100);
            double smaller =
                    Scoring.level(80, before, before + more, wobble, half).points();
            double larger =
                    Scoring.level(80, before, before + evenMore, wobble, half).points();
            assertThat(larger).isGreaterThanOrEqualTo(smaller).isBetween(0.0, 80.0);
            assertThat(Scoring.level(80, before + evenMore, before, wobble, half)
                            .points())
                    .as("what goes down counts less than what goes up")
                    .isBetween(0.0, larger);
        }
    }

    @RepeatedTest(5)
    void whatIsMoreUnusualForTheBaseNeverScoresLess(RepetitionInfo info) {
        random = new SplittableRandom(info.getCurrentRepetition());
        for (int i = 0; i < ROUNDS; i++) {
            double wobble = between(1e-3, 1e3);
            double half = between(1e-1, 1e3);
            double after = between(1e-3, 1e4);
            assertThat(Scoring.level(50, 0, after, wobble, half).points())
                    .isGreaterThanOrEqualTo(Scoring.level(50, 0, after, wobble * between(1, 50), half)
                                    .points()
                            - 1e-9);
        }
    }

    @RepeatedTest(5)
    void moreOfWhatIsCountedNeverScoresLess(RepetitionInfo info) {
        random = new SplittableRandom(info.getCurrentRepetition());
        for (int i = 0; i < ROUNDS; i++) {
            long before = random.nextLong(1000);
            double seconds = between(10, 1e6);
            double otherSeconds = between(10, 1e6);
            long usual = (long) Math.ceil(before / seconds * otherSeconds);
            long more = usual + random.nextLong(1, 1000);
            long evenMore = more + random.nextLong(1, 1000);
            double dispersion = between(1, 20);
            assertThat(Scoring.count(60, new Counts(before, seconds, evenMore, otherSeconds), dispersion, 1)
                            .points())
                    .isGreaterThanOrEqualTo(
                            Scoring.count(60, new Counts(before, seconds, more, otherSeconds), dispersion, 1)
                                            .points()
                                    - 1e-9)
                    .isBetween(0.0, 60.0);
        }
    }

    @Test
    void equalRatesAreNoDifferenceHoweverLongTheWindowsAre() {
        for (long factor = 1; factor <= 1_000_000; factor *= 10) {
            assertThat(Scoring.count(60, new Counts(10, 100, 10 * factor, 100.0 * factor), 1, 0.1)
                            .points())
                    .isCloseTo(0, within(1e-6));
        }
        assertThat(Scoring.level(80, 3.5, 3.5, 0, 1).points()).isZero();
    }

    @Test
    void theSameRatesInLongerWindowsKeepTheirSizeAndCanOnlyBecomeMoreCertain() {
        double last = 0;
        for (long factor = 1; factor <= 10_000; factor *= 10) {
            double points = Scoring.count(
                            60, new Counts(20 * factor, 100.0 * factor, 60 * factor, 100.0 * factor), 1, 0.4)
                    .points();
            assertThat(points).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(30);
            last = points;
        }
        assertThat(last).as("half of the weight at the size that counts half").isCloseTo(30, within(0.1));
    }

    @Test
    void theExamplesOfTheDocument() {
        assertThat(Scoring.level(80, 0.001, 0.003, 0, 0.8).points())
                .as("from 0.1 to 0.3 % of a core, of 8")
                .isLessThan(Scoring.LEAST);
        assertThat(Scoring.level(80, 0.05, 3, 0.02, 0.8).points())
                .as("from 5 to 300 %")
                .isGreaterThan(60);
        assertThat(Scoring.level(80, 1, 1.5, 1, 0.8).points())
                .as("half a core more of what goes up and down by one")
                .isLessThan(Scoring.LEAST);
    }

    @Test
    void whatHappensAllTheTimeIsNoNews() {
        double once = Scoring.event(95, new Counts(0, 3600, 1, 3600)).points();
        double again = Scoring.event(95, new Counts(1, 3600, 1, 3600)).points();
        double often = Scoring.event(95, new Counts(20, 3600, 1, 3600)).points();
        assertThat(once).isEqualTo(95);
        assertThat(again).isCloseTo(47.5, within(0.01));
        assertThat(often).isLessThan(Scoring.LEAST);
        assertThat(Scoring.event(95, new Counts(3, 3600, 0, 3600)).points()).isZero();
    }

    @Test
    void whateverCanNotBeUndoneCountsMoreThanWhateverIsUsed() {
        for (Event.Kind kind : Event.Kind.values()) {
            assertThat(EventDifferences.weight(kind)).isBetween(1.0, 100.0);
        }
        for (Measure measure : Measure.values()) {
            assertThat(measure.weight()).isLessThan(EventDifferences.weight(Event.Kind.UNIT_FAILED));
        }
    }

    @Test
    void theReasonsAddUpToTheScore() {
        Score score = Scoring.level(80, 1, 0.2, 0.1, 0.8);
        assertThat(score.reasons()).extracting(Reason::name).containsExactly("weight", "size", "surprise", "direction");
        assertThat(score.reasons().stream().mapToDouble(Reason::points).sum()).isEqualTo(score.points());
    }

    @Test
    void burstsMakeCountsLessSurprising() {
        // 60 steps with 60 in all: once a step each, or all of them in one step
        assertThat(CountSql.dispersion(60, 60, 60)).isEqualTo(1);
        assertThat(CountSql.dispersion(60, 3600, 60)).isCloseTo(59, within(0.001));
        assertThat(CountSql.dispersion(0, 0, 60)).isEqualTo(1);
        var counts = new Counts(60, 3600, 150, 3600);
        assertThat(Scoring.count(60, counts, 59, 0.1).points())
                .isLessThan(Scoring.count(60, counts, 1, 0.1).points() / 2);
    }
}
