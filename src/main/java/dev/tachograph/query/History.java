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
import java.util.Set;

/** What happened: events and gaps, newest first. */
public final class History {
    private static final String WITHIN = "WHERE timestamp >= make_timestamptz(?) AND timestamp < make_timestamptz(?) ";

    private final Recorded recorded;

    public History(Recorded recorded) {
        this.recorded = recorded;
    }

    /** Gaps that overlap a range. */
    public List<Gap> gaps(Instant from, Instant to, int limit) throws StoreException {
        return gaps(from, to, Set.of(), Set.of(), limit);
    }

    /** Gaps of some kinds that overlap a range; of no stream is of any, and of no cause is for any. */
    public List<Gap> gaps(Instant from, Instant to, Set<Gap.Stream> streams, Set<Gap.Cause> causes, int limit)
            throws StoreException {
        try (Reading reading = recorded.read()) {
            return Gaps.between(reading, from, to, Gaps.which(streams, causes), limit);
        }
    }

    /** How many gaps of some kinds overlap a range. */
    public long countGaps(Instant from, Instant to, Set<Gap.Stream> streams, Set<Gap.Cause> causes)
            throws StoreException {
        try (Reading reading = recorded.read()) {
            return Gaps.count(reading, from, to, Gaps.which(streams, causes));
        }
    }

    /** How many events of some kinds lie within a range; of no kind is of any. */
    public long countEvents(Instant from, Instant to, Set<Event.Kind> kinds) throws StoreException {
        try (Reading reading = recorded.read()) {
            return reading.first(
                            "SELECT count(*) FROM hot.events " + WITHIN + of(kinds),
                            row -> row.number(1),
                            Micros.of(from),
                            Micros.of(to))
                    .orElseThrow();
        }
    }

    /** Events within a range. */
    public List<Event> events(Instant from, Instant to, int limit) throws StoreException {
        return events(from, to, Set.of(), limit);
    }

    private static String of(Set<Event.Kind> kinds) {
        return Gaps.oneOf("kind", kinds.stream().map(Event.Kind::word).sorted());
    }

    /** Events of some kinds within a range; of no kind is of any. */
    public List<Event> events(Instant from, Instant to, Set<Event.Kind> kinds, int limit) throws StoreException {
        try (Reading reading = recorded.read()) {
            return reading.all(
                    """
                    SELECT epoch_us(timestamp), boot_id::VARCHAR, kind, amount_us, detail, pid, name, unit, facts FROM hot.events
                    """ + WITHIN + of(kinds) + "ORDER BY timestamp DESC, rowid DESC LIMIT ?",
                    History::event,
                    Micros.of(from),
                    Micros.of(to),
                    limit);
        }
    }

    private static Event event(Row row) {
        Long pid = row.numberOrNull(6);
        var subject = new Event.Subject(
                pid == null ? null : Integer.valueOf(pid.intValue()),
                row.textOrNull(7),
                row.textOrNull(8),
                Facts.of(row.textOrNull(9)));
        return new Event(
                row.instant(1), row.uuid(2), Event.Kind.ofWord(row.text(3)), row.numberOrNull(4), row.text(5), subject);
    }
}
