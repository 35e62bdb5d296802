package dev.tachograph.web;

import java.time.Duration;
import java.time.Instant;

/** The range that a question is about: {@code from} up to and without {@code to}, with {@code tz}. */
record RangeParameters(Instant from, Instant to) {
    private static final Duration USUAL = Duration.ofHours(1);
    /** Within what the database can count in microseconds, and far enough away for every question. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** The hour before now, or before an end that lies earlier, where no begin is told. */
    static RangeParameters lastHour(Parameters parameters, Instant now) {
        var times = new TimeParameters(parameters, now);
        Instant to = min(times.instant("to").orElse(now), LAST);
        Instant from = max(times.instant("from").orElseGet(() -> min(to, now).minus(USUAL)), Instant.EPOCH);
        if (to.isBefore(from)) {
            throw new ProblemException(
                    Problem.parameter("from", "%s is after the end, which is %s".formatted(from, to)));
        }
        return new RangeParameters(from, to);
    }

    private static Instant min(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant max(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
