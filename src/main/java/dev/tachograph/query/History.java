package dev.tachograph.query;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.store.Micros;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Row;
import dev.tachograph.store.StoreException;
import java.time.Instant;
import java.util.List;

/** What happened: events and gaps, newest first. */
public final class History {
    private static final String WITHIN = "WHERE timestamp >= make_timestamptz(?) AND timestamp < make_timestamptz(?) ";

    private final Recorded recorded;

    public History(Recorded recorded) {
        this.recorded = recorded;
    }

    /** Gaps that overlap a range. */
    public List<Gap> gaps(Instant from, Instant to, int limit) throws StoreException {
        try (Reading reading = recorded.read()) {
            return Gaps.between(reading, from, to, limit);
        }
    }

    /** How many gaps overlap a range. */
    public long countGaps(Instant from, Instant to) throws StoreException {
        try (Reading reading = recorded.read()) {
            return Gaps.count(reading, from, to);
        }
    }

    /** How many events lie within a range. */
    public long countEvents(Instant from, Instant to) throws StoreException {
        try (Reading reading = recorded.read()) {
            return reading.first(
                            "SELECT count(*) FROM hot.events " + WITHIN,
                            row -> row.number(1),
                            Micros.of(from),
                            Micros.of(to))
                    .orElseThrow();
        }
    }

    /** Events within a range. */
    public List<Event> events(Instant from, Instant to, int limit) throws StoreException {
        try (Reading reading = recorded.read()) {
            return reading.all(
                    """
                    SELECT epoch_us(timestamp), boot_id::VARCHAR, kind, amount_us, detail FROM hot.events
                    """ + WITHIN + "ORDER BY timestamp DESC, rowid DESC LIMIT ?",
                    History::event,
                    Micros.of(from),
                    Micros.of(to),
                    limit);
        }
    }

    private static Event event(Row row) {
        return new Event(row.instant(1), row.uuid(2), Event.Kind.ofWord(row.text(3)), row.numberOrNull(4), row.text(5));
    }
}
