package dev.tachograph.record;

import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What lies between two looks: an interval, or a suspend, a clock step, looks that did not happen. The clocks tell them
 * apart: CLOCK_BOOTTIME runs on through a suspend and CLOCK_MONOTONIC does not; the wall clock alone can be set.
 *
 * @param intervalMicros on CLOCK_BOOTTIME; {@code null} when what happened in between has no rate
 */
record Continuity(@Nullable Long intervalMicros, List<Event> events, List<Gap> gaps) {
    static final Continuity FIRST = new Continuity(null, List.of(), List.of());

    /** Smaller differences are the drift and the slewing of clocks. */
    private static final long NOTABLE_MICROS = 500_000;

    /**
     * Compares two looks.
     *
     * @param missed looks that were due in between and did not happen
     */
    static Continuity between(Moment before, Moment now, UUID bootId, Duration interval, long missed) {
        long elapsed = micros(now.boottimeNanos() - before.boottimeNanos());
        long awake = micros(now.monotonicNanos() - before.monotonicNanos());
        long wall = Duration.between(before.wall(), now.wall()).toNanos() / 1000;
        long asleep = elapsed - awake;
        long step = wall - elapsed;
        List<Event> events = new ArrayList<>();
        List<Gap> gaps = new ArrayList<>();
        if (Math.abs(step) >= NOTABLE_MICROS) {
            events.add(new Event(
                    now.wall(),
                    bootId,
                    Event.Kind.CLOCK_STEP,
                    step,
                    "the wall clock was set %s by %s"
                            .formatted(step > 0 ? "forwards" : "backwards", seconds(Math.abs(step)))));
        }
        boolean suspended = asleep >= NOTABLE_MICROS;
        if (suspended) {
            events.add(sleep(now, elapsed, Event.Kind.SUSPEND, bootId, asleep, awake));
            events.add(sleep(now, 0, Event.Kind.RESUME, bootId, asleep, awake));
            gaps.add(
                    gap(now, elapsed, interval, Gap.Cause.SUSPENDED, null, "the machine slept for " + seconds(asleep)));
        } else if (missed > 0) {
            gaps.add(gap(
                    now,
                    elapsed,
                    interval,
                    Gap.Cause.MISSED,
                    missed,
                    "the look came after %s instead of %s"
                            .formatted(seconds(elapsed), seconds(micros(interval.toNanos())))));
        }
        return new Continuity(suspended ? null : Long.valueOf(elapsed), events, gaps);
    }

    /**
     * Both ends of a sleep, as near as the looks around it tell: it fell asleep after the one and woke up before the other, and
     * was awake in between for no longer than they are apart otherwise.
     */
    private static Event sleep(
            Moment now, long agoMicros, Event.Kind kind, UUID bootId, long asleepMicros, long awakeMicros) {
        return new Event(
                now.wall().minusNanos(agoMicros * 1000),
                bootId,
                kind,
                asleepMicros,
                "the machine slept for " + seconds(asleepMicros),
                new Event.Subject(null, null, null, Map.of("within_us", Long.toString(awakeMicros))));
    }

    /** Reckoned backwards from now, since a wall clock that was set makes the time before now another one. */
    private static Gap gap(
            Moment now, long elapsedMicros, Duration interval, Gap.Cause cause, @Nullable Long count, String detail) {
        long gapMicros = Math.max(0, elapsedMicros - micros(interval.toNanos()));
        return new Gap(Gap.Stream.PROCESSES, now.wall().minusNanos(gapMicros * 1000), now.wall(), cause, count, detail);
    }

    private static long micros(long nanos) {
        return nanos / 1000;
    }

    private static String seconds(long micros) {
        return "%.1f s".formatted(micros / 1e6);
    }
}
