package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What a process did in the interval before an instant. {@code null} is "not known": there was no look before, or there is
 * a gap between.
 *
 * @param cpuMicros CPU time used, all threads
 * @param readBytes read from storage
 * @param writtenBytes written to storage
 */
public record ProcessActivity(
        @Nullable Long cpuMicros,
        @Nullable Long readBytes,
        @Nullable Long writtenBytes) {
    /** It did not run, and so did nothing, also where the totals are not known. */
    public static final ProcessActivity NONE = new ProcessActivity(0L, 0L, 0L);

    /** There is nothing to compare with. */
    public static final ProcessActivity UNKNOWN = new ProcessActivity(null, null, null);
}
