package dev.tachograph.diff;

import java.util.ArrayList;
import java.util.List;

/**
 * How much a difference deserves to be looked at, from 0 to 100, and what it is made of.
 *
 * @param reasons their points add up to the score
 */
record Score(List<Reason> reasons) {
    /** Nothing to look at. */
    static final Score NONE = new Score(List.of());

    Score {
        reasons = List.copyOf(reasons);
    }

    double points() {
        return reasons.stream().mapToDouble(Reason::points).sum();
    }

    /** A weight of which each factor takes its share away. */
    static Score of(double weight, String sentence) {
        return new Score(List.of(new Reason("weight", weight, sentence)));
    }

    /**
     * What is left of it.
     *
     * @param factor from 0 to 1
     */
    Score times(String name, double factor, String sentence) {
        return plus(name, points() * (factor - 1), sentence);
    }

    Score plus(String name, double points, String sentence) {
        List<Reason> more = new ArrayList<>(reasons);
        more.add(new Reason(name, points, sentence));
        return new Score(more);
    }

    static Score max(Score a, Score b) {
        return b.points() > a.points() ? b : a;
    }
}
