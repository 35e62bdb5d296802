package dev.tachograph.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a made-up history is to be. Two that are equal give the same rows.
 *
 * @param until when it ends
 * @param length from its begin to its end
 * @param processes that run at a time, more or less
 * @param interval from one look to the next
 * @param incident whether something goes wrong in it: see {@link Incident}
 */
public record HistoryPlan(
        Instant until, Duration length, int processes, Duration interval, long seed, boolean incident) {
    /** The fewest processes among which something can go wrong. */
    public static final int FEWEST_FOR_INCIDENT = 20;
    /** More would not fit into the memory that a recorder has. */
    public static final int MOST_PROCESSES = 5000;

    public HistoryPlan {
        until = until.truncatedTo(ChronoUnit.MICROS);
        if (processes < 1 || interval.compareTo(Duration.ofMillis(1)) < 0 || length.compareTo(interval) < 0) {
            throw new IllegalArgumentException("%d processes every %s for %s".formatted(processes, interval, length));
        }
        if (incident && (processes < FEWEST_FOR_INCIDENT || length.compareTo(Incident.LEAST_HISTORY) < 0)) {
            throw new IllegalArgumentException("an incident with %d processes in %s, needs %d and %s"
                    .formatted(processes, length, FEWEST_FOR_INCIDENT, Incident.LEAST_HISTORY));
        }
    }

    public Instant from() {
        return until.minus(length);
    }

    /** Looks that are due; those during a stop of the recorder are left out. */
    public long looks() {
        return length.dividedBy(interval);
    }
}
