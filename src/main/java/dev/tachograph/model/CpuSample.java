package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * What one CPU, or all of them together, spent its time on in an interval: CPU time in microseconds, {@code null} where it is
 * not known. Source: proc_stat(5). Other than there, time of guests is not in {@code user} and {@code nice} as well: these
 * amounts add up to the whole time.
 *
 * @param cpu its number, or {@link #ALL}
 */
public record CpuSample(
        String cpu,
        @Nullable Long userMicros,
        @Nullable Long niceMicros,
        @Nullable Long systemMicros,
        @Nullable Long irqMicros,
        @Nullable Long softirqMicros,
        @Nullable Long stealMicros,
        @Nullable Long guestMicros,
        @Nullable Long iowaitMicros,
        @Nullable Long idleMicros) {

    /** All CPUs together. */
    public static final String ALL = "all";
}
