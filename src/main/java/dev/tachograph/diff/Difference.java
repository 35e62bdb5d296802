package dev.tachograph.diff;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is not as it was.
 *
 * @param cause what it belongs to, such as a unit: differences of one cause are told as one
 * @param sentence for people; holds names that strangers chose
 * @param before in the base, in {@code unit}; {@code null} when nobody knows
 * @param after in the window
 * @param unit what both are measured in, such as {@code cores} or {@code lines/s}
 * @param firstSeen when it first showed in the window; {@code null} when there is no such instant
 * @param link where this can be looked at, relative to the page
 * @param related others of the same cause, the most remarkable first
 */
public record Difference(
        DifferenceKind kind,
        Subject subject,
        Cause cause,
        String sentence,
        @Nullable Double before,
        @Nullable Double after,
        String unit,
        List<Reason> reasons,
        @Nullable Instant firstSeen,
        String link,
        List<Difference> related) {

    /** The most remarkable first; equals in an order that depends on nothing but themselves. */
    static final Comparator<Difference> ORDER = Comparator.comparingDouble(Difference::score)
            .reversed()
            .thenComparing(Difference::kind)
            .thenComparing(each -> each.subject().sortKey())
            .thenComparing(Difference::unit)
            .thenComparing(Difference::sentence);

    public Difference {
        reasons = List.copyOf(reasons);
        related = List.copyOf(related);
    }

    /** From 0 to 100. */
    public double score() {
        return reasons.stream().mapToDouble(Reason::points).sum();
    }

    /** How many times as much it is; {@code null} where it was nothing, or is not known. */
    public @Nullable Double ratio() {
        return before == null || after == null || before == 0 ? null : Double.valueOf(after / before);
    }

    /** By how much it grew, or shrank; {@code null} when one of both is not known. */
    public @Nullable Double change() {
        return before == null || after == null ? null : Double.valueOf(after - before);
    }

    Difference with(List<Reason> otherReasons, List<Difference> others) {
        return new Difference(
                kind, subject, cause, sentence, before, after, unit, otherReasons, firstSeen, link, others);
    }
}
