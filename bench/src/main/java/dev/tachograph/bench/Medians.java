package dev.tachograph.bench;

import java.util.Arrays;

/** Figures of several rounds, put in order. */
record Medians(long[] sorted) {

    static Medians of(long... figures) {
        if (figures.length == 0) {
            throw new IllegalArgumentException("no figures");
        }
        long[] sorted = figures.clone();
        Arrays.sort(sorted);
        return new Medians(sorted);
    }

    double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }

    /** The figure that a tenth lies below. */
    double low() {
        return sorted[(sorted.length - 1) / 10];
    }

    /** The figure that a tenth lies above. */
    double high() {
        return sorted[sorted.length - 1 - (sorted.length - 1) / 10];
    }
}
