package dev.tachograph.simulation;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Observation;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * All that a recorder would have observed on a made-up host, one look after another. Looks come a little late, as they do.
 * Once a week, three days before the history's end and every seven before that, the recorder was stopped for twenty minutes.
 */
public final class SyntheticHistory implements Iterator<Observation> {
    private static final long STOP_BEFORE_END_MICROS = Duration.ofDays(3).toMillis() * 1000;
    private static final long BETWEEN_STOPS_MICROS = Duration.ofDays(7).toMillis() * 1000;
    private static final long STOP_MICROS = Duration.ofMinutes(20).toMillis() * 1000;
    private static final long LEAST_BEFORE_STOP_MICROS = Duration.ofHours(1).toMillis() * 1000;
    private static final long LATEST_MICROS = 5_000;
    private static final long LATENESS_SEED = 0x7461_6368L;

    private final SyntheticHost host;
    private final SyntheticEvents events;
    private final Chance lateness;
    private final long fromMicros;
    private final long untilMicros;
    private final long intervalMicros;
    private final long looks;
    private long next = 1;
    private @Nullable Tick last;

    /** Before the first look. */
    public SyntheticHistory(HistoryPlan plan) {
        host = new SyntheticHost(plan);
        events = new SyntheticEvents(plan);
        lateness = new Chance(plan.seed() ^ LATENESS_SEED);
        fromMicros = micros(plan.from());
        untilMicros = micros(plan.until());
        intervalMicros = plan.interval().toNanos() / 1000;
        looks = plan.looks();
    }

    @Override
    public boolean hasNext() {
        return next <= looks; // the last one is due when the recorder runs
    }

    @Override
    public Observation next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the history ended at " + instant(untilMicros));
        }
        long missed = missed();
        next += missed;
        long at = due(next) - LATEST_MICROS + late();
        Tick before = last;
        Tick continued = missed > 0 ? null : before;
        Tick tick = host.look(
                at,
                continued == null
                        ? null
                        : Long.valueOf(at - micros(continued.at().wall())));
        last = tick;
        next++;
        List<Event> told = new ArrayList<>(continued == null ? firstWords(tick, before == null) : events.of(tick));
        if (hasNext() && isStopped(due(next))) {
            told.add(lastWords());
            host.restartRecorder(at, due(next) + STOP_MICROS);
        }
        List<Gap> gaps = before == null || missed == 0 ? List.of() : List.of(gap(before, tick, missed));
        return new Observation(tick, told, gaps);
    }

    private List<Event> firstWords(Tick tick, boolean isVeryFirst) {
        Instant at = tick.at().wall();
        return isVeryFirst
                ? List.of(
                        event(instant(host.bootMicros()), Event.Kind.BOOT, "the host was started"),
                        event(at, Event.Kind.RECORDER_START, "a made-up host; the first start"))
                : List.of(event(at, Event.Kind.RECORDER_START, "a made-up host; before it, the recorder was stopped"));
    }

    /** What a recorder says that is stopped after the newest look. */
    public Event lastWords() {
        Instant at = last == null ? instant(fromMicros) : last.at().wall();
        return event(at, Event.Kind.RECORDER_STOP, "the recorder was stopped");
    }

    private Event event(Instant at, Event.Kind kind, String detail) {
        return new Event(at, host.bootId(), kind, null, detail);
    }

    private Gap gap(Tick before, Tick after, long missed) {
        return new Gap(
                Gap.Stream.PROCESSES,
                before.at().wall().plus(intervalMicros, ChronoUnit.MICROS),
                after.at().wall(),
                Gap.Cause.STOPPED,
                missed,
                "the recorder was stopped");
    }

    /** Looks that were due while the recorder was stopped. */
    private long missed() {
        long missed = 0;
        while (isStopped(due(next + missed))) {
            missed++;
        }
        return missed;
    }

    private long due(long look) {
        return untilMicros - (looks - look) * intervalMicros;
    }

    private boolean isStopped(long atMicros) {
        long sinceStop = Math.floorMod(STOP_BEFORE_END_MICROS - (untilMicros - atMicros), BETWEEN_STOPS_MICROS);
        return sinceStop < STOP_MICROS && atMicros - sinceStop >= fromMicros + LEAST_BEFORE_STOP_MICROS;
    }

    /** Mostly a tenth of a millisecond, now and then some of them. */
    private long late() {
        double micros = 40 + lateness.pause(lateness.happens(0.01) ? 1_500 : 60);
        return Math.min(LATEST_MICROS, (long) micros);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
