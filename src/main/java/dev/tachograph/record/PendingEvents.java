package dev.tachograph.record;

import dev.tachograph.model.Event;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Events that wait for room: bounded, and what is beyond that is counted. Used by one thread at a time. */
public final class PendingEvents {
    /** Of those that are kept whole. */
    static final int MOST = 1000;

    private final List<Event> events = new ArrayList<>();
    private final Map<Event.Kind, Rest> rest = new EnumMap<>(Event.Kind.class);

    private record Rest(Event first, long count) {
        private Event together() {
            return count == 1
                    ? first
                    : new Event(
                            first.at(),
                            first.bootId(),
                            first.kind(),
                            null,
                            "and %,d more, the first: %s".formatted(count, first.detail()),
                            new Event.Subject(
                                    null,
                                    first.subject().name(),
                                    first.subject().unit(),
                                    Map.of("count", Long.toString(count))));
        }
    }

    /** One more, or one more to be counted. */
    public void add(Event event) {
        if (events.size() < MOST) {
            events.add(event);
        } else {
            rest.merge(event.kind(), new Rest(event, 1), (before, now) -> new Rest(before.first, before.count + 1));
        }
    }

    /** All of them, the oldest first. */
    public List<Event> list() {
        List<Event> all = new ArrayList<>(events);
        rest.values().forEach(more -> all.add(more.together()));
        return all;
    }

    /** All of them were told. */
    public void clear() {
        events.clear();
        rest.clear();
    }
}
