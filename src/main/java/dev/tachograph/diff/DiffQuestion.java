package dev.tachograph.diff;

import dev.tachograph.time.TimeRange;
import java.time.Duration;
import java.util.Set;

/**
 * What is to be compared.
 *
 * @param window what is asked about
 * @param base what it is held against; the two may overlap and may have different lengths
 * @param limit how many differences are told at most
 * @param kinds which ones; those that belong to one of these are told with it, whatever they are
 */
public record DiffQuestion(TimeRange window, TimeRange base, int limit, Set<DifferenceKind> kinds) {
    /** More can't be asked for. */
    public static final int MOST = 500;
    /** So many where nobody says how many. */
    public static final int USUAL = 50;

    public DiffQuestion {
        if (window.duration().isZero() || base.duration().isZero()) {
            throw new IllegalArgumentException("a range from a time to the same time is empty");
        }
        kinds = Set.copyOf(kinds);
    }

    /** The window against as long a time just before it. */
    public static TimeRange before(TimeRange window) {
        return shifted(window, window.duration());
    }

    /** The window as much earlier. */
    public static TimeRange shifted(TimeRange window, Duration by) {
        return new TimeRange(window.from().minus(by), window.to().minus(by));
    }
}
