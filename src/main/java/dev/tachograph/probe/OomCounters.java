package dev.tachograph.probe;

import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Event;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OOM kills that the kernel counted and nothing of its log told: nobody may read that, perhaps. A line is waited for first,
 * since it knows who died. Sources: {@code oom_kill} in proc_vmstat(5) and in memory.events (Documentation/admin-guide/cgroup-v2.rst).
 * Used by one thread at a time.
 */
final class OomCounters {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The line is stamped when it is written, or when somebody reads it. */
    private static final Duration NEAR = Duration.ofSeconds(5);

    private final ToldEvents told;
    private final Deque<Counted> waiting = new ArrayDeque<>();

    OomCounters(ToldEvents told) {
        this.told = told;
    }

    /**
     * Kills of one look.
     *
     * @param groups those that had some, with none of their parents, which count the same ones again
     */
    private record Counted(Tick tick, Instant from, long kills, List<CgroupSample> groups) {}

    List<Event> of(Tick tick) {
        List<CgroupSample> groups = groups(tick.host().cgroups());
        long ofGroups =
                groups.stream().mapToLong(group -> amount(group.oomKills())).sum();
        Long ofHost = tick.host().memory().oomKills();
        long kills = ofHost == null ? ofGroups : ofHost;
        if (kills > 0) {
            waiting.addLast(new Counted(tick, begin(tick), kills, groups));
        } else if (!groups.isEmpty() && !waiting.isEmpty()) {
            // the groups are looked at less often than the host: these are those that were counted before
            Counted last = waiting.removeLast();
            waiting.addLast(last.groups.isEmpty() ? new Counted(last.tick, last.from, last.kills, groups) : last);
        }
        return untold(tick.at().wall());
    }

    private static Instant begin(Tick tick) {
        Long interval = tick.intervalMicros();
        return tick.at().wall().minusNanos(interval == null ? 0 : interval * 1000);
    }

    private List<Event> untold(Instant now) {
        List<Event> events = new ArrayList<>();
        for (Counted first = waiting.peekFirst(); first != null && isDue(first, now); first = waiting.peekFirst()) {
            waiting.removeFirst();
            long known = told.count(
                    Event.Kind.OOM_KILL,
                    first.from.minus(NEAR),
                    first.tick.at().wall().plus(NEAR));
            if (first.kills > known) {
                events.addAll(events(first, first.kills - known, known == 0));
            }
        }
        return events;
    }

    /** Also after the clock was set back: the next look shall not wait for the old time. */
    private static boolean isDue(Counted counted, Instant now) {
        return Duration.between(counted.tick.at().wall(), now).abs().compareTo(PATIENCE) >= 0;
    }

    /** @param none whether no line told of any: else nobody knows which of the groups is left */
    private static List<Event> events(Counted counted, long missing, boolean none) {
        long ofGroups = counted.groups.stream()
                .mapToLong(group -> amount(group.oomKills()))
                .sum();
        if (!none || ofGroups != missing) {
            CgroupSample only = counted.groups.size() == 1 ? counted.groups.getFirst() : null;
            return List.of(event(counted.tick, only, missing));
        }
        return counted.groups.stream()
                .map(group -> event(counted.tick, group, amount(group.oomKills())))
                .toList();
    }

    private static Event event(Tick tick, @Nullable CgroupSample of, long kills) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("source", "counter");
        facts.put("count", Long.toString(kills));
        ControlGroup group = of == null ? ControlGroup.UNKNOWN : of.group();
        if (of != null) {
            facts.put("cgroup", of.path());
        }
        if (group.container() != null) {
            facts.put("container", group.container());
        }
        return new Event(
                tick.at().wall(),
                tick.bootId(),
                Event.Kind.OOM_KILL,
                null,
                "the kernel killed %s for want of memory%s: its counter says so, its log could not be read"
                        .formatted(
                                kills == 1 ? "a process" : kills + " processes", of == null ? "" : " in " + of.path()),
                new Event.Subject(null, null, group.unit(), facts));
    }

    private static List<CgroupSample> groups(HostSample.@Nullable Cgroups cgroups) {
        if (cgroups == null) {
            return List.of();
        }
        List<CgroupSample> killed = cgroups.groups().stream()
                .filter(group -> amount(group.oomKills()) > 0)
                .toList();
        return killed.stream()
                .filter(group -> killed.stream().noneMatch(other -> isWithin(other, group)))
                .toList();
    }

    private static boolean isWithin(CgroupSample inner, CgroupSample outer) {
        String parent = outer.path().endsWith("/") ? outer.path() : outer.path() + "/";
        return !inner.path().equals(outer.path()) && inner.path().startsWith(parent);
    }

    private static long amount(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }
}
