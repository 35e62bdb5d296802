package dev.tachograph.probe;

import dev.tachograph.model.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a crash loop from flooding: of each kind and minute of the record the first hundred events are told, and of the rest how
 * many there were. What is over is told at once, with those that are not, so that no number waits in memory. Used by one
 * thread at a time.
 */
final class EventLimit {
    static final int MOST_A_MINUTE = 100;
    private static final int MOST_MINUTES = 512;

    private final Map<Minute, Integer> counts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Minute, Integer> eldest) {
            return size() > MOST_MINUTES;
        }
    };

    private record Minute(Event.Kind kind, Instant begin) {}

    /** Those that are to be told, and one for the rest of each kind. */
    List<Event> limit(List<Event> events) {
        List<Event> told = new ArrayList<>();
        Map<Event.Kind, List<Event>> rest = new EnumMap<>(Event.Kind.class);
        for (Event event : events) {
            var minute = new Minute(event.kind(), event.at().truncatedTo(ChronoUnit.MINUTES));
            if (counts.merge(minute, 1, Integer::sum) <= MOST_A_MINUTE) {
                told.add(event);
            } else {
                rest.computeIfAbsent(event.kind(), _ -> new ArrayList<>()).add(event);
            }
        }
        rest.values().forEach(untold -> told.add(together(untold)));
        return told;
    }

    private static Event together(List<Event> untold) {
        if (untold.size() == 1) {
            return untold.getFirst();
        }
        Event first = untold.getFirst();
        Event last = untold.getLast();
        return new Event(
                first.at(),
                first.bootId(),
                first.kind(),
                null,
                "and %,d more, the first: %s".formatted(untold.size(), first.detail()),
                new Event.Subject(
                        null,
                        first.subject().name(),
                        first.subject().unit(),
                        Map.of(
                                "count",
                                Integer.toString(untold.size()),
                                "until",
                                last.at().toString())));
    }
}
