package dev.tachograph.probe;

/**
 * What waits for the writer.
 *
 * @param ticks observations
 * @param logBytes of log lines, in memory
 */
public record WriterQueue(int ticks, long logBytes) {
    /** Nothing waits. */
    public static final WriterQueue EMPTY = new WriterQueue(0, 0);
}
