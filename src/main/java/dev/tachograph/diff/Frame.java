package dev.tachograph.diff;

import dev.tachograph.query.Resolution;
import dev.tachograph.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all parts of a comparison go by.
 *
 * @param step figures are averaged over so long before they are compared
 * @param rolledUpTo what lies before it is read from roll-ups by hour; {@code null} where nothing is
 * @param cpus that the host has
 * @param memoryBytes that the host has
 * @param storageRate bytes per second that the busiest disk moves in the base, on average
 */
record Frame(
        Coverage base,
        Coverage window,
        Duration step,
        @Nullable Instant rolledUpTo,
        double cpus,
        double memoryBytes,
        double storageRate,
        Links links) {

    List<Span> spans() {
        return List.of(base.span(), window.span());
    }

    Coverage of(Span span) {
        return span.number() == Span.BASE ? base : window;
    }

    Resolution resolution() {
        return rolledUpTo == null ? Resolution.TICK : Resolution.HOUR;
    }

    long stepMicros() {
        return step.toNanos() / 1000;
    }

    /** The number of the step that an instant lies in. */
    String bin(String column) {
        return "epoch_us(%s) // %d".formatted(column, stepMicros());
    }

    Instant begin(long bin) {
        return Micros.toInstant(bin * stepMicros());
    }

    /** What sentences call a step. */
    String stepWord() {
        return step.equals(Duration.ofMinutes(1))
                ? "minute"
                : step.equals(Duration.ofHours(1)) ? "hour" : Amounts.duration(step);
    }
}
