package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * How much the host has to do. {@code null} is "not known". Sources: proc_loadavg(5), proc_stat(5).
 *
 * @param load1 threads that run, may run or wait for storage: average of a minute
 * @param running threads that run or may run, now
 * @param blocked threads that wait for storage, now
 * @param threads all there are, now
 * @param forks processes and threads that began in the interval
 * @param contextSwitches in the interval
 * @param interrupts in the interval
 */
public record LoadSample(
        @Nullable Double load1,
        @Nullable Double load5,
        @Nullable Double load15,
        @Nullable Long running,
        @Nullable Long blocked,
        @Nullable Long threads,
        @Nullable Long forks,
        @Nullable Long contextSwitches,
        @Nullable Long interrupts) {

    /** Nothing is known. */
    public static final LoadSample UNKNOWN = new LoadSample(null, null, null, null, null, null, null, null, null);
}
