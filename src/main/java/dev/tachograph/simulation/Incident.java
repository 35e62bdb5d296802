package dev.tachograph.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What goes wrong on the made-up host, an hour of one morning: a service leaks memory for forty minutes until the kernel
 * ends it; two minutes later a hook that tries again at once floods the host with short processes; and while people look at
 * that, the shop's workers all run hot.
 *
 * @param gone when the kernel ends the service: 03:12 UTC of the last morning that the history has in whole, or 15:12 where a
 *     history of one day has none
 */
public record Incident(Instant gone) {
    /** So long a history has a whole one for certain. */
    static final Duration LEAST_HISTORY = Duration.ofDays(1);

    private static final Duration LEAK = Duration.ofMinutes(40);
    private static final Duration RUSH_AFTER = Duration.ofMinutes(2);
    private static final Duration RUSH = Duration.ofMinutes(2);
    private static final Duration BURST_AFTER = Duration.ofMinutes(8);
    private static final Duration BURST = Duration.ofMinutes(5);
    private static final Duration MORNING = Duration.ofHours(3).plusMinutes(12);

    /** The one in a history. */
    public static Incident in(HistoryPlan plan) {
        Instant lastEnd = plan.until().minus(BURST_AFTER).minus(BURST);
        Instant morning = lastEnd.minus(MORNING).truncatedTo(ChronoUnit.DAYS).plus(MORNING);
        boolean isWhole = !morning.minus(LEAK).isBefore(plan.from());
        return new Incident(isWhole ? morning : morning.plus(Duration.ofHours(12)));
    }

    /** The service {@code billing} begins to leak. */
    public Instant leakFrom() {
        return gone.minus(LEAK);
    }

    /** Processes of {@code deploy-hook} come, four a second. */
    public Instant rushFrom() {
        return gone.plus(RUSH_AFTER);
    }

    public Instant rushUntil() {
        return rushFrom().plus(RUSH);
    }

    /** The workers of {@code checkout} run hot. */
    public Instant burstFrom() {
        return gone.plus(BURST_AFTER);
    }

    public Instant burstUntil() {
        return burstFrom().plus(BURST);
    }
}
