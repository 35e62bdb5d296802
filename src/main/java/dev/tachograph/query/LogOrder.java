package dev.tachograph.query;

/** In which order lines are shown; those that are equal are in the order in which they were stored. */
public record LogOrder(LogColumn column, boolean isDescending) {
    /** Newest first. */
    public static final LogOrder NEWEST_FIRST = new LogOrder(LogColumn.TIMESTAMP, true);

    public LogOrder {
        if (column == LogColumn.FIELDS) {
            throw new IllegalArgumentException("lines have no order by 'fields'");
        }
    }

    /** Whether there are pages. */
    boolean isByTime() {
        return column == LogColumn.TIMESTAMP;
    }
}
