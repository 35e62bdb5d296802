package dev.tachograph.probe;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The figures of one control group at one instant, as its counters and levels stand. What is not known is below zero. */
final class CgroupReading {
    private static final long UNKNOWN = -1;

    private final long[] figures;

    CgroupReading() {
        figures = new long[CgroupFigure.values().length];
        Arrays.fill(figures, UNKNOWN);
    }

    /** The same figures, to have some of them replaced. */
    CgroupReading(CgroupReading other) {
        figures = other.figures.clone();
    }

    /** These figures are to be read anew, and not known otherwise. */
    void forget(CgroupFigure... which) {
        for (CgroupFigure figure : which) {
            figures[figure.ordinal()] = UNKNOWN;
        }
    }

    /** A figure that counts unless it is known from a tree that was asked before. */
    void offer(CgroupFigure figure, long value) {
        if (figures[figure.ordinal()] < 0 && value >= 0) {
            figures[figure.ordinal()] = value;
        }
    }

    /** A figure that counts where it is told, and is left as it was where it is not. */
    void replace(CgroupFigure figure, long value) {
        if (value >= 0) {
            figures[figure.ordinal()] = value;
        }
    }

    /** A figure that is known by this alone. */
    void set(CgroupFigure figure, long value) {
        figures[figure.ordinal()] = value;
    }

    /** Below zero when it is not known. */
    long get(CgroupFigure figure) {
        return figures[figure.ordinal()];
    }

    @Nullable Long known(CgroupFigure figure) {
        long value = get(figure);
        return value < 0 ? null : Long.valueOf(value);
    }

    /** What a counter grew by since an earlier reading; {@code null} when one of them is not known, or it counts anew. */
    @Nullable Long since(CgroupReading earlier, CgroupFigure counter) {
        long before = earlier.get(counter);
        long now = get(counter);
        return before < 0 || now < before ? null : Long.valueOf(now - before);
    }
}
