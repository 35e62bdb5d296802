package dev.tachograph.model;

import java.util.List;

/**
 * Log lines of one reader in the order in which it read them, and how far it is with them: all of it goes to the store in one
 * transaction.
 *
 * @param positions of the reader after these lines; they take the place of what was stored under the same names
 * @param gaps that the reader came across
 * @param events that the lines tell of
 */
public record LogBatch(List<LogLine> lines, List<LogPosition> positions, List<Gap> gaps, List<Event> events) {
    /** Nothing to store. */
    public static final LogBatch NOTHING = new LogBatch(List.of(), List.of(), List.of(), List.of());

    public LogBatch {
        lines = List.copyOf(lines);
        positions = List.copyOf(positions);
        gaps = List.copyOf(gaps);
        events = List.copyOf(events);
    }

    /** Lines that tell of no event. */
    public LogBatch(List<LogLine> lines, List<LogPosition> positions, List<Gap> gaps) {
        this(lines, positions, gaps, List.of());
    }

    /** The same lines with what they tell of. */
    public LogBatch telling(List<Event> told) {
        return new LogBatch(lines, positions, gaps, told);
    }

    /** Of its lines: bytes in memory, about. */
    public long weight() {
        long weight = 0;
        for (LogLine line : lines) {
            weight += line.weight();
        }
        return weight;
    }

    /** Whether there is nothing to store. */
    public boolean isEmpty() {
        return lines.isEmpty() && positions.isEmpty() && gaps.isEmpty();
    }
}
