package dev.tachograph.probe;

import dev.tachograph.model.Event;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.Tick;
import java.util.ArrayList;
import java.util.List;

/** The events that looks at the host tell of. Used by one thread at a time. */
public final class LookEvents {
    private final ToldEvents told;
    private final OomCounters oomKills;
    private final FullFilesystems filesystems = new FullFilesystems();
    private final EventLimit limit = new EventLimit();

    /** @param told what other sources tell */
    public LookEvents(ToldEvents told) {
        this.told = told;
        this.oomKills = new OomCounters(told);
    }

    /** What a look tells of; looks are to be given in their order. */
    public List<Event> of(Tick tick) {
        List<Event> events = new ArrayList<>();
        for (ProcessExit exit : tick.exits()) {
            if (exit.source() != ProcessExit.Source.SAMPLED) {
                told.signalsAreTold(tick.at().wall());
            }
            if (Crash.is(exit)) {
                Event crash = Crash.event(exit, tick.bootId());
                if (told.isNews(crash, "exit")) {
                    events.add(crash);
                }
            }
        }
        events.addAll(oomKills.of(tick));
        events.addAll(filesystems.of(tick));
        return limit.limit(events);
    }
}
