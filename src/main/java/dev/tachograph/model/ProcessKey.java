package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * Which process this is, within one boot: a process id alone is used again.
 *
 * @param startTicks when it started, in clock ticks since boot; field 22 of proc_pid_stat(5)
 */
public record ProcessKey(int pid, long startTicks) {
    public ProcessKey {
        if (pid <= 0 || startTicks < 0) {
            throw new IllegalArgumentException("pid %d, start %d ticks".formatted(pid, startTicks));
        }
    }

    // What a record brings is ten times slower with the JIT compiler that the recorder runs with, and is asked for at
    // every
    // tick for every process.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessKey key && key.pid == pid && key.startTicks == startTicks;
    }

    @Override
    public int hashCode() {
        return 31 * pid + Long.hashCode(startTicks);
    }
}
