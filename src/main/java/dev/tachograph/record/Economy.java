package dev.tachograph.record;

import java.time.Duration;

/** What the recorder does without to keep to its budget, in the order in which it does: reads that are optional first, the pace last. */
enum Economy {
    PROPORTIONAL_MEMORY("the memory of processes page by page (PSS)", "is not looked at", 1, 1),
    CGROUPS("control groups", "are looked at with every 4th look", 4, 1),
    CGROUPS_RARELY("control groups", "are looked at with every 12th look", 12, 1),
    INTERVAL("the interval", "is twice as long", 12, 2),
    INTERVAL_LONG("the interval", "is four times as long", 12, 4);

    /** No setting allows a longer one. */
    static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);

    private final String subject;
    private final String now;
    private final int looksPerCgroups;
    private final int intervals;

    Economy(String subject, String now, int looksPerCgroups, int intervals) {
        this.subject = subject;
        this.now = now;
        this.looksPerCgroups = looksPerCgroups;
        this.intervals = intervals;
    }

    /** What it comes to, for people. */
    String words() {
        return subject + " " + now;
    }

    /** Control groups are looked at with each look whose number this divides. */
    int looksPerCgroups() {
        return looksPerCgroups;
    }

    boolean isOfCgroups() {
        return this == CGROUPS || this == CGROUPS_RARELY;
    }

    boolean isOfInterval() {
        return intervals > 1;
    }

    /** The interval with it. */
    Duration interval(Duration wanted) {
        Duration longer = wanted.multipliedBy(intervals);
        return longer.compareTo(LONGEST_INTERVAL) <= 0 || intervals == 1 ? longer : LONGEST_INTERVAL;
    }
}
