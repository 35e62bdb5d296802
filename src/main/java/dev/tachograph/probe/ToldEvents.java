package dev.tachograph.probe;

import dev.tachograph.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was told lately, so that what two sources know of is one event: a crash, by the end of the process, the kernel and
 * systemd-coredump; a shutdown, by two daemons; an OOM kill, by the kernel's log and its counters. Whoever comes first tells. For
 * any thread.
 *
 * <p>A line that is read again, since it did not reach the store, is no second one: each telling has a name of its own.
 */
public final class ToldEvents {
    /** A pid that crashes twice within this is taken for one: the kernel gives a number out again after many others only. */
    private static final Duration ONE_CRASH = Duration.ofSeconds(15);

    private static final Duration ONE_SHUTDOWN = Duration.ofMinutes(10);
    private static final int MOST = 4096;

    private final Deque<Told> told = new ArrayDeque<>();
    private @Nullable Instant signalsSince;

    private record Told(
            Event.Kind kind, UUID bootId, @Nullable Integer pid, Instant at, String by) {}

    /** What is in the store already was told, too. */
    public void rememberStored(Collection<Event> stored) {
        stored.forEach(event -> remember(event, "store"));
    }

    /** Ends of processes are told with their signals since then: what the kernel writes of later crashes is nothing new. */
    synchronized void signalsAreTold(Instant since) {
        if (signalsSince == null) {
            signalsSince = since;
        }
    }

    synchronized boolean areSignalsTold(Instant at) {
        return signalsSince != null && !at.isBefore(signalsSince);
    }

    /**
     * Whether an event is to be told, which it counts as from now on.
     *
     * @param by name of what tells of it, the same when it does so again
     */
    synchronized boolean isNews(Event event, String by) {
        if (told.stream().anyMatch(before -> isSame(before, event) && !before.by.equals(by))) {
            return false;
        }
        remember(event, by);
        return true;
    }

    private synchronized void remember(Event event, String by) {
        var now = new Told(event.kind(), event.bootId(), event.subject().pid(), event.at(), by);
        if (told.contains(now)) {
            return;
        }
        if (told.size() >= MOST) {
            told.removeFirst();
        }
        told.addLast(now);
    }

    private static boolean isSame(Told before, Event event) {
        if (before.kind != event.kind()) {
            return false;
        }
        Duration apart = Duration.between(before.at, event.at()).abs();
        return switch (event.kind()) {
            case PROCESS_CRASH -> Objects.equals(before.pid, event.subject().pid()) && apart.compareTo(ONE_CRASH) <= 0;
            case SHUTDOWN -> before.bootId.equals(event.bootId()) && apart.compareTo(ONE_SHUTDOWN) <= 0;
            default -> false;
        };
    }

    /** How many of a kind were told of a stretch, both ends included. */
    synchronized long count(Event.Kind kind, Instant from, Instant to) {
        return told.stream()
                .filter(before -> before.kind == kind && !before.at.isBefore(from) && !before.at.isAfter(to))
                .count();
    }
}
