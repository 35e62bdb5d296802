package dev.tachograph.diff;

/**
 * How remarkable a difference is; docs/diff.md has all of it with the reasons. Every score is a weight that says what a kind of
 * difference can be worth at most, of which two factors between 0 and 1 leave a part: how large the difference is for this
 * host, and how unusual it is for the base. Both grow with the difference, so a larger one never scores less.
 */
final class Scoring {
    /** Below this nothing is remarkable. */
    static final double REMARKABLE = 25;
    /** What scores less is left out. */
    static final double LEAST = 5;

    /** What goes down harms nobody at once. */
    private static final double FALL = 0.6;
    /** A deviation of three times the usual one counts half. */
    private static final double HALF_SURPRISE = 3;
    /** The square of a deviation that chance alone brings once in a thousand times: it counts half. */
    private static final double HALF_EVIDENCE = 10.83;

    private Scoring() {}

    /**
     * A level or a rate that was something else before.
     *
     * @param weight the most points
     * @param wobble how far it usually is from its middle, from step to step of the base
     * @param half a difference of this size counts half
     */
    static Score level(double weight, double before, double after, double wobble, double half) {
        double difference = Math.abs(after - before);
        if (difference == 0) {
            return Score.NONE;
        }
        double size = difference / (difference + half);
        double deviation = difference / Math.max(wobble, half / 100);
        double surprise = share(deviation * deviation, HALF_SURPRISE * HALF_SURPRISE);
        return falling(
                weighed(weight)
                        .times(
                                "size",
                                size,
                                "%s the size of which a difference counts half".formatted(times(difference / half)))
                        .times("surprise", surprise, "%s the usual variation of the base".formatted(times(deviation))),
                after < before);
    }

    /**
     * How often something happened. Windows need not have the same length: rates are compared, and whether chance could have
     * made them.
     *
     * @param dispersion how many times the variance of the base's counts is that of pure chance, at least 1
     * @param half a difference of so many per second counts half
     */
    static Score count(double weight, Counts counts, double dispersion, double half) {
        double difference = Math.abs(counts.rateAfter() - counts.rateBefore());
        if (difference == 0 || !Double.isFinite(difference)) {
            return Score.NONE;
        }
        double size = difference / (difference + half);
        double evidence = counts.evidence() / Math.max(1, dispersion);
        return falling(
                weighed(weight)
                        .times(
                                "size",
                                size,
                                "%s the size of which a difference counts half".formatted(times(difference / half)))
                        .times(
                                "surprise",
                                share(evidence, HALF_EVIDENCE),
                                "%s times what chance alone may bring".formatted(number(evidence / HALF_EVIDENCE))),
                counts.rateAfter() < counts.rateBefore());
    }

    /** Something that should never happen, or was never seen: what counts is that it did, less where it did before. */
    static Score event(double weight, Counts counts) {
        if (counts.after() == 0) {
            return Score.NONE;
        }
        double expected = counts.rateBefore() * counts.secondsAfter();
        return weighed(weight)
                .times(
                        "surprise",
                        counts.after() / (counts.after() + expected),
                        counts.before() == 0
                                ? "it did not happen in the base"
                                : "the base would have had %s".formatted(number(expected)));
    }

    /** A form of message that the base does not have. */
    static Score novelty(double weight, long lines) {
        return weighed(weight).times("size", lines / (lines + 3.0), lines == 1 ? "1 line" : lines + " lines");
    }

    /**
     * More of the window is missing than of the base.
     *
     * @param missing share of the window, less that of the base
     */
    static Score gap(double weight, double missing) {
        return missing <= 0
                ? Score.NONE
                : weighed(weight)
                        .times(
                                "size",
                                share(missing, 0.1),
                                "%s %% more than of the base".formatted(number(100 * missing)));
    }

    private static Score weighed(double weight) {
        return Score.of(weight, "what this kind of difference can be worth at most");
    }

    private static Score falling(Score score, boolean falls) {
        return falls ? score.times("direction", FALL, "less than before, which counts less than more") : score;
    }

    private static double share(double of, double half) {
        return of / (of + half);
    }

    private static String times(double factor) {
        return number(factor) + " times";
    }

    private static String number(double value) {
        return Amounts.number(value);
    }
}
