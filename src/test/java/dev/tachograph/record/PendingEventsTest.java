package dev.tachograph.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.model.Event;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Events that wait for room are kept up to a number, and counted beyond it. */
class PendingEventsTest {
    private final PendingEvents pending = new PendingEvents();

    private static Event event(Event.Kind kind, int number) {
        return new Event(Instant.EPOCH.plusSeconds(number), new UUID(1, 1), kind, null, "number " + number);
    }

    @Test
    void whatIsBeyondTheLimitIsCountedByItsKind() {
        for (int i = 0; i < PendingEvents.MOST + 500; i++) {
            pending.add(event(Event.Kind.PROCESS_CRASH, i));
        }
        pending.add(event(Event.Kind.CLOCK_STEP, 7));
        assertThat(pending.list()).hasSize(PendingEvents.MOST + 2);
        assertThat(pending.list())
                .extracting(Event::detail)
                .contains("and 500 more, the first: number 1000", "number 7");
        pending.clear();
        assertThat(pending.list()).isEmpty();
    }
}
