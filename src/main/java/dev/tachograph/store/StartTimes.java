package dev.tachograph.store;

import dev.tachograph.linux.Host;
import dev.tachograph.model.ProcessKey;

/** When processes began, on CLOCK_BOOTTIME. */
public final class StartTimes {
    /** The kernel tells starts no finer than this. */
    public static final long RESOLUTION_MICROS = 1_000_000 / Host.ticksPerSecond();

    private StartTimes() {}

    /** The process with a pid that began so many microseconds after boot. */
    public static ProcessKey key(int pid, long boottimeMicros) {
        return new ProcessKey(pid, boottimeMicros / RESOLUTION_MICROS);
    }

    /** Microseconds between boot and the begin of a process, to one clock tick. */
    public static long boottimeMicros(ProcessKey key) {
        return key.startTicks() * RESOLUTION_MICROS;
    }
}
