package dev.tachograph.store;

import dev.tachograph.model.ProcessFigures;
import org.jspecify.annotations.Nullable;

/**
 * What the rows of one process add up to within a stretch so far. A total since the process began is never stored as such:
 * it is this sum, so that a row holds small numbers only.
 */
record Told(long cpuMicros, long readBytes, long writtenBytes) {
    static final Told NOTHING = new Told(0, 0, 0);

    /** The sum once a row with these totals is stored; a total that is not known adds nothing. */
    Told with(ProcessFigures figures) {
        return new Told(
                figures.cpuMicros(),
                figures.readBytes() == null ? readBytes : figures.readBytes(),
                figures.writtenBytes() == null ? writtenBytes : figures.writtenBytes());
    }

    /**
     * What a row has to add to the sum besides what the process did in its interval.
     *
     * @param total since the process began; {@code null} when not known
     * @param done in the interval; {@code null} when not known
     * @return {@code null} when there is nothing to add, or the total is not known
     */
    static @Nullable Long before(@Nullable Long total, @Nullable Long done, long told) {
        if (total == null) {
            return null;
        }
        long rest = total - told - (done == null ? 0 : done);
        return rest == 0 && done != null ? null : Long.valueOf(rest);
    }
}
