package dev.tachograph.query;

import dev.tachograph.model.Event;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The process that an event happened to, as the last tick before the event saw it.
 *
 * @param growthBytes how much more memory it had than ten minutes before; all of it for one that is younger, {@code null}
 *     where nobody looked then
 */
public record EventProcess(ProcessRow row, @Nullable Long growthBytes) {
    private static final Duration BEFORE = Duration.ofMinutes(10);

    /** Nothing for an event that names no process, and for one that lived between two ticks. */
    public static Optional<EventProcess> of(Recorded recorded, Event event) throws StoreException {
        Integer pid = event.subject().pid();
        if (pid == null) {
            return Optional.empty();
        }
        try (Reading reading = recorded.read()) {
            Optional<TickRow> tick = TickRow.at(reading, event.at())
                    .filter(row -> !event.at().isAfter(row.timestamp().plus(row.grace())));
            if (tick.isEmpty()) {
                return Optional.empty();
            }
            Optional<ProcessRow> row = ProcessTables.rows(reading, tick.get(), "WHERE pid = " + pid).stream()
                    .findFirst();
            return row.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new EventProcess(row.get(), growth(reading, tick.get(), row.get())));
        }
    }

    private static @Nullable Long growth(Reading reading, TickRow tick, ProcessRow row) throws StoreException {
        if (row.startTime().isAfter(tick.timestamp().minus(BEFORE))) {
            return row.memUsage();
        }
        TickRow earlier = TickRow.at(reading, tick.timestamp().minus(BEFORE)).orElse(null);
        if (earlier == null
                || tick.timestamp().minus(BEFORE).isAfter(earlier.timestamp().plus(earlier.grace()))) {
            return null;
        }
        return ProcessTables.rows(reading, earlier, "WHERE pid = " + row.pid()).stream()
                .filter(before -> before.startTime().equals(row.startTime()))
                .findFirst()
                .map(before -> row.memUsage() - before.memUsage())
                .orElse(null);
    }
}
