package dev.tachograph.store;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether the wall clock may be believed when it says that something has become too old. CLOCK_BOOTTIME can't be set and runs
 * on through a suspend: after a wall clock that moved against it by more than an hour, the two have to agree for a day
 * before anything goes by age. Limits of size don't ask.
 *
 * <p>Knows nothing but the ticks it is shown, in their order, so the ticks that are kept bring it back after a start. See
 * docs/decisions/0009-limits-and-clocks.md. For one thread.
 */
final class ClockTrust {
    /** How long the clocks have to agree. */
    static final Duration PROBATION = Duration.ofDays(1);

    private static final long LARGEST_STEP_MICROS = Duration.ofHours(1).toNanos() / 1000;
    private static final long PROBATION_MICROS = PROBATION.toNanos() / 1000;
    private static final int SHARE_OF_AGE_LIMIT = 10;

    private final long longestOffMicros;
    private @Nullable UUID bootId;
    private long wallMicros;
    private long boottimeMicros;
    /** Wall clock minus CLOCK_BOOTTIME where the two began to agree, as of the present boot. */
    private long agreedOffsetMicros;

    private long agreedMicros;

    /** @param ageLimitDays the shortest age limit there is: with it goes how long a host may have been off */
    ClockTrust(int ageLimitDays) {
        long share = Duration.ofDays(ageLimitDays).toNanos() / 1000 / SHARE_OF_AGE_LIMIT;
        longestOffMicros = Math.max(share, PROBATION_MICROS);
    }

    /** The next tick that was committed. */
    void see(UUID boot, Instant wall, long boottime) {
        long now = Micros.of(wall);
        if (!boot.equals(bootId)) {
            seeBoot(now, boottime);
        } else {
            seeTick(now, boottime);
        }
        bootId = boot;
        wallMicros = now;
        boottimeMicros = boottime;
    }

    private void seeTick(long wall, long boottime) {
        if (isStep(wall - boottime - agreedOffsetMicros)) {
            beginAnew(wall, boottime);
        } else {
            agreedMicros = Math.min(PROBATION_MICROS, agreedMicros + Math.max(0, boottime - boottimeMicros));
        }
    }

    /**
     * No clock tells how long the host was off, so a wall clock that went on counts as right unless that makes it very long,
     * and what the clocks agreed for in the boot before goes on counting: a host that is off every night has to get there.
     */
    private void seeBoot(long wall, long boottime) {
        boolean wasSetBack = wallMicros - wall > LARGEST_STEP_MICROS;
        boolean wasOffForLong = wall - wallMicros - boottime > longestOffMicros;
        if (bootId == null || wasSetBack || wasOffForLong) {
            beginAnew(wall, boottime);
        } else {
            agreedOffsetMicros = wall - boottime;
        }
    }

    private static boolean isStep(long micros) {
        return Math.abs(micros) > LARGEST_STEP_MICROS;
    }

    private void beginAnew(long wall, long boottime) {
        agreedOffsetMicros = wall - boottime;
        agreedMicros = 0;
    }

    boolean isTrusted() {
        return agreedMicros >= PROBATION_MICROS;
    }

    /** The time of the newest tick; {@code null} while it can't be believed. */
    @Nullable Instant now() {
        return isTrusted() ? Micros.toInstant(wallMicros) : null;
    }

    /** The time of the newest tick, whether or not it can be believed; {@code null} before the first one. */
    @Nullable Instant newest() {
        return bootId == null ? null : Micros.toInstant(wallMicros);
    }

    /** For how much longer the clocks have to agree. */
    Duration missing() {
        return Duration.ofNanos((PROBATION_MICROS - agreedMicros) * 1000);
    }
}
