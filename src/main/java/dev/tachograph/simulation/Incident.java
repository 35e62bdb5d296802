package dev.tachograph.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What goes wrong on the made-up host, an hour of one morning: a service leaks memory for forty minutes until the kernel
 * kills it; two minutes later a hook that tries again at once floods the host with processes, of which most are too short to be
 * seen by any look, but use up its CPUs; and while people look at that, the shop's workers all run hot, and what they log
 * fills a file system, at which a process of the database aborts.
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
    private static final Duration FULL_AFTER = Duration.ofSeconds(210);
    private static final Duration CLEANED_AFTER = Duration.ofMinutes(7);
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

    /** Processes of {@code deploy-hook} come, four a second that looks can see, and many more that they can't. */
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

    /** What they log has filled {@code /var}. */
    public Instant fullFrom() {
        return burstFrom().plus(FULL_AFTER);
    }

    /** Somebody has cleaned it up, maybe after the end of the history. */
    public Instant fullUntil() {
        return burstUntil().plus(CLEANED_AFTER);
    }
}
