package dev.tachograph.diff;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a level or a rate was in the two spans.
 *
 * @param measure what was measured
 * @param a the first key; empty for none
 * @param b the second one
 * @param before the average of the base; {@code null} when it is not known
 * @param after that of the window
 * @param wobble how far a step of the base usually is from the middle one
 * @param peakBefore the most that a step of the base had
 * @param peakAfter that of the window
 * @param peakAt where that step begins
 * @param firstAt where the first step begins that is more than half of the way there
 * @param stepsBefore of the base that have it
 * @param stepsAfter of the window that have it
 */
record LevelChange(
        String measure,
        String a,
        String b,
        @Nullable Double before,
        @Nullable Double after,
        double wobble,
        @Nullable Double peakBefore,
        @Nullable Double peakAfter,
        @Nullable Instant peakAt,
        @Nullable Instant firstAt,
        long stepsBefore,
        long stepsAfter) {

    static LevelChange of(AnswerRow row, Frame frame) {
        return new LevelChange(
                row.text(0),
                row.text(1),
                row.text(2),
                row.decimalOrNull(3),
                row.decimalOrNull(4),
                row.decimal(5),
                row.decimalOrNull(6),
                row.decimalOrNull(7),
                begin(row.numberOrNull(8), frame),
                begin(row.numberOrNull(9), frame),
                row.number(10),
                row.number(11));
    }

    /** A step may begin before the window does. */
    private static @Nullable Instant begin(@Nullable Long bin, Frame frame) {
        if (bin == null) {
            return null;
        }
        Instant begin = frame.begin(bin);
        Instant from = frame.window().span().range().from();
        return begin.isBefore(from) ? from : begin;
    }

    /** A pair of figures that were compared, and what came of it. */
    record Scored(Score score, double before, double after, boolean isPeak) {}

    /**
     * What counts more: the averages, or, a bit less, the steps with the most. A long window hides in its average what
     * happened within minutes of it.
     *
     * @return {@code null} when one of both spans is not known
     */
    @Nullable Scored scored(double weight, double half) {
        Scored average = pair(weight, before, after, half, false);
        Scored peak = peakBefore == null || peakAfter == null || peakAfter <= peakBefore
                ? null
                : pair(weight * PEAK, peakBefore, peakAfter, half, true);
        return average == null || (peak != null && peak.score.points() > average.score.points()) ? peak : average;
    }

    /** The same with the steps with the most alone, for what is held and not used up. */
    @Nullable Scored scoredByPeak(double weight, double half) {
        return pair(weight, peakBefore, peakAfter, half, true);
    }

    private @Nullable Scored pair(
            double weight, @Nullable Double from, @Nullable Double to, double half, boolean isPeak) {
        return from == null || to == null
                ? null
                : new Scored(Scoring.level(weight, from, to, wobble, half), from, to, isPeak);
    }

    private static final double PEAK = 0.7;
}
