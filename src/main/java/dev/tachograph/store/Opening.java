package dev.tachograph.store;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a run of the recorder has to say before anything else, reckoned from the first tick that it saw. */
record Opening(List<Event> events, List<Gap> gaps) {
    static final Opening NOTHING = new Opening(List.of(), List.of());

    /**
     * @param before the run before it; {@code null} when there was none, or nothing of it is left
     * @param recovered what had to be done to the store; {@code null} when nothing had to be
     */
    static Opening of(@Nullable LastRun before, @Nullable Recovered recovered, Tick first, Duration interval) {
        Opening opening = before == null
                ? new Opening(LastRun.firstEvents(first), List.of())
                : new Opening(before.eventsUntil(first), before.gapUntil(first, interval));
        if (recovered == null) {
            return opening;
        }
        return recovered.isRestore() ? opening.after(recovered) : opening.with(recovered, before == null, first);
    }

    /** Nothing is damaged: the recorder starts after a backup was put back, and what is missing was recorded elsewhere, if at all. */
    private Opening after(Recovered restored) {
        return new Opening(
                events.stream().map(event -> toldBy(event, restored)).toList(),
                gaps.stream()
                        .map(gap -> gap.because(Gap.Cause.STOPPED, restored.detail()))
                        .toList());
    }

    private static Event toldBy(Event event, Recovered restored) {
        return event.kind() != Event.Kind.RECORDER_START
                ? event
                : new Event(
                        event.at(),
                        event.bootId(),
                        event.kind(),
                        event.amountMicros(),
                        "pid %d; before it, %s"
                                .formatted(ProcessHandle.current().pid(), restored.detail()),
                        event.subject());
    }

    private Opening with(Recovered recovered, boolean isAllLost, Tick first) {
        Instant at = first.at().wall();
        List<Event> told = new ArrayList<>(events);
        told.add(new Event(at, first.bootId(), Event.Kind.STORE_DAMAGED, null, recovered.detail()));
        return new Opening(
                told,
                isAllLost
                        ? List.of(everythingUntil(at, recovered))
                        : gaps.stream()
                                .map(gap -> gap.because(Gap.Cause.DAMAGED, recovered.detail() + "; " + gap.detail()))
                                .toList());
    }

    /** Nobody knows how many ticks there were. */
    private static Gap everythingUntil(Instant at, Recovered recovered) {
        Instant from = recovered.lostFrom().isBefore(at) ? recovered.lostFrom() : at;
        return new Gap(Gap.Stream.PROCESSES, from, at, Gap.Cause.DAMAGED, null, recovered.detail());
    }
}
