package dev.tachograph.store;

/** Ticks that belong together, from the first to before the last. */
record TickRange(int from, int until) {
    /** What holds for a column of ticks within it. */
    String where(String column) {
        return "%1$s >= %2$d AND %1$s < %3$d".formatted(column, from, until);
    }

    int ticks() {
        return until - from;
    }
}
