package dev.tachograph.linux;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;

/** The clocks that nobody can set. Source: clock_gettime(2). Used by one thread at a time. */
public final class Clocks {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;
    private static final int CLOCK_BOOTTIME = 7;

    private final MemorySegment errno = Libc.errnoRoom(Arena.ofAuto());
    private final MemorySegment timespec = Arena.ofAuto().allocate(16, 8);

    /** Nanoseconds since boot, with the time the machine was suspended. */
    public long boottimeNanos() {
        return Libc.CLOCK_GETTIME != null ? nanos(CLOCK_BOOTTIME) : uptimeNanos();
    }

    /** Nanoseconds since boot, without that time. */
    public long monotonicNanos() {
        return Libc.CLOCK_GETTIME != null ? nanos(CLOCK_MONOTONIC) : System.nanoTime();
    }

    /** CPU time of the calling thread in nanoseconds; where that is not to be had, time that passes. */
    public long threadCpuNanos() {
        return Libc.CLOCK_GETTIME != null ? nanos(CLOCK_THREAD_CPUTIME_ID) : System.nanoTime();
    }

    private long nanos(int clock) {
        var call = Libc.CLOCK_GETTIME;
        if (call == null) {
            throw new IllegalStateException("no clock_gettime");
        }
        try {
            if ((int) call.invokeExact(errno, clock, timespec) < 0) {
                throw new IllegalStateException("clock %d: error %d".formatted(clock, Libc.errno(errno)));
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw Libc.broken(e);
        }
        return timespec.get(JAVA_LONG, 0) * 1_000_000_000L + timespec.get(JAVA_LONG, 8);
    }

    /** The same clock to a hundredth of a second. Source: proc_uptime(5). */
    private static long uptimeNanos() {
        try {
            String seconds = Files.readString(Path.of("/proc/uptime")).split(" ", 2)[0];
            return new BigDecimal(seconds).movePointRight(9).longValueExact();
        } catch (IOException e) {
            throw new IllegalStateException("/proc/uptime cannot be read", e);
        }
    }
}
