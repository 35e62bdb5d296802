package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * For how long, of an interval, some or all threads that had work to do waited for a resource: microseconds, {@code null}
 * where the kernel does not tell. Source: Documentation/accounting/psi.rst, the {@code total} counters.
 */
public record PressureSample(
        @Nullable Long cpuSomeMicros,
        @Nullable Long cpuFullMicros,
        @Nullable Long memorySomeMicros,
        @Nullable Long memoryFullMicros,
        @Nullable Long ioSomeMicros,
        @Nullable Long ioFullMicros,
        @Nullable Long irqFullMicros) {

    /** The kernel has no pressure information. */
    public static final PressureSample UNKNOWN = new PressureSample(null, null, null, null, null, null, null);
}
