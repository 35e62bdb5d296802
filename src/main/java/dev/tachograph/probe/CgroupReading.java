package dev.tachograph.probe;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of one control group at one instant, as its counters and levels stand. What is not known is below zero. */
final class CgroupReading {
    private static final long UNKNOWN = -1;

    private final Map<CgroupFigure, Long> figures;

    CgroupReading() {
        figures = new EnumMap<>(CgroupFigure.class);
    }

    /** The same figures, to have some of them replaced. */
    CgroupReading(CgroupReading other) {
        figures = new EnumMap<>(CgroupFigure.class);
        figures.putAll(other.figures);
    }

    /** These figures are to be read anew, and not known otherwise. */
    void forget(CgroupFigure... which) {
        for (CgroupFigure figure : which) {
            figures.remove(figure);
        }
    }

    /** A figure that counts unless it is known from a tree that was asked before. */
    void offer(CgroupFigure figure, long value) {
        if (value >= 0) {
            figures.putIfAbsent(figure, value);
        }
    }

    /** A figure that counts where it is told, and is left as it was where it is not. */
    void replace(CgroupFigure figure, long value) {
        if (value >= 0) {
            figures.put(figure, value);
        }
    }

    /** A figure that is known by this alone. */
    void set(CgroupFigure figure, long value) {
        forget(figure);
        offer(figure, value);
    }

    /** Below zero when it is not known. */
    long get(CgroupFigure figure) {
        return figures.getOrDefault(figure, UNKNOWN);
    }

    @Nullable Long known(CgroupFigure figure) {
        return figures.get(figure);
    }

    /** What a counter grew by since an earlier reading; {@code null} when one of them is not known, or it counts anew. */
    @Nullable Long since(CgroupReading earlier, CgroupFigure counter) {
        Long before = earlier.figures.get(counter);
        Long now = figures.get(counter);
        return before == null || now == null || now < before ? null : Long.valueOf(now - before);
    }
}
