package dev.tachograph.probe;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Tick;
import java.util.List;

/**
 * What one look at the host brought.
 *
 * @param events that it came across
 * @param gaps in what belongs to it
 */
public record Look(Tick tick, List<Event> events, List<Gap> gaps) {
    public Look {
        events = List.copyOf(events);
        gaps = List.copyOf(gaps);
    }
}
