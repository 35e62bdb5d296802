package dev.tachograph.store;

import java.util.TreeSet;

/** Who reads at present. A file that nothing refers to any more may go once those have ended who began before that. */
final class OpenReadings {
    private final TreeSet<Long> open = new TreeSet<>();
    private long next;

    /** Somebody begins to read. @return the number under which to say that it has ended */
    synchronized long begin() {
        open.add(next);
        return next++;
    }

    synchronized void end(long number) {
        open.remove(number);
    }

    /** A mark between those who read now and those who begin later. */
    synchronized long mark() {
        return next;
    }

    /** Whether all who began before a mark have ended. */
    synchronized boolean haveEnded(long mark) {
        return open.isEmpty() || open.first() >= mark;
    }
}
