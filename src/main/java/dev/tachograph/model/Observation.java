package dev.tachograph.model;

import java.util.List;
import java.util.stream.Stream;

/** What one look brought, as it goes to the store: all of it in one transaction. */
public record Observation(Tick tick, List<Event> events, List<Gap> gaps) {
    public Observation {
        events = List.copyOf(events);
        gaps = List.copyOf(gaps);
    }

    /** The same observation, after one more stretch in which there was none. */
    public Observation after(Gap gap) {
        return new Observation(
                tick, events, Stream.concat(Stream.of(gap), gaps.stream()).toList());
    }
}
