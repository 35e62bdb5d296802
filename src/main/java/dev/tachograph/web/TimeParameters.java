package dev.tachograph.web;

import dev.tachograph.time.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Instants among the parameters of a request: clock times are UTC unless {@code tz} names another zone. */
final class TimeParameters {
    private final Parameters parameters;
    private final Instant now;
    private final ZoneId zone;

    TimeParameters(Parameters parameters, Instant now) {
        this.parameters = parameters;
        this.now = now;
        this.zone = parameters.parsed("tz", TimeParameters::zone).orElse(ZoneOffset.UTC);
    }

    Optional<Instant> instant(String name) {
        return parameters.parsed(name, text -> Times.parse(text, now, zone));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a time zone such as Europe/Paris, UTC or +02:00".formatted(name), e);
        }
    }
}
