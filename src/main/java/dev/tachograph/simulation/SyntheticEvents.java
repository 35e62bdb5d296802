package dev.tachograph.simulation;

import dev.tachograph.model.Event;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.Tick;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens on the made-up host that people want to be told of: what its ticks and its log are told from as well. */
final class SyntheticEvents {
    private static final String BILLING = "billing.service";
    private static final String HOOK = "deploy-hook.service";
    private static final long HOOK_FAILED_MICROS = 400_000;
    private static final long AGAIN_MICROS = 250_000;
    private static final int KILLED = 9;
    private static final Map<Integer, String> CRASHES = Map.of(6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 11, "SIGSEGV");

    private final @Nullable Incident incident;

    SyntheticEvents(HistoryPlan plan) {
        incident = plan.incident() ? Incident.in(plan) : null;
    }

    /** Those since the look before, in order of time; none where the recorder did not look then. */
    List<Event> of(Tick tick) {
        Long interval = tick.intervalMicros();
        if (interval == null) {
            return List.of();
        }
        var interim = new Interval(tick, tick.at().wall().minusNanos(interval * 1000), new ArrayList<>());
        tick.exits().forEach(interim::ended);
        if (incident != null) {
            interim.of(incident);
        }
        interim.events.sort(Comparator.comparing(Event::at));
        return interim.events;
    }

    private record Interval(Tick tick, Instant from, List<Event> events) {
        void ended(ProcessExit exit) {
            String crash = exit.signal() == null ? null : CRASHES.get(exit.signal());
            if (crash != null) {
                String name = Objects.requireNonNullElse(exit.name(), "?");
                add(
                        exit.ended(),
                        Event.Kind.PROCESS_CRASH,
                        "%s (pid %d) crashed: %s%s"
                                .formatted(name, exit.pid(), crash, exit.coreDumped() ? ", core dumped" : ""),
                        new Event.Subject(exit.pid(), name, exit.group().unit(), facts(exit, "signal", crash)));
            }
        }

        /** What is told of every end, and one more fact. */
        private static Map<String, String> facts(ProcessExit exit, String name, String value) {
            return Map.of(
                    "core_dumped",
                    Boolean.toString(exit.coreDumped()),
                    "user",
                    String.valueOf(exit.user()),
                    "uid",
                    String.valueOf(exit.userId()),
                    "cgroup",
                    String.valueOf(exit.group().path()),
                    "peak_rss_bytes",
                    String.valueOf(exit.peakResidentBytes()),
                    name,
                    value);
        }

        void of(Incident incident) {
            tick.exits().stream()
                    .filter(exit -> exit.ended().equals(incident.gone()) && Objects.equals(exit.signal(), KILLED))
                    .forEach(this::killed);
            failed(incident.gone(), BILLING, "oom-kill");
            restarted(incident.gone().plusNanos(SyntheticLog.AGAIN_AFTER_MICROS * 1000), BILLING);
            Instant hook = incident.rushFrom().plusNanos(HOOK_FAILED_MICROS * 1000);
            failed(hook, HOOK, "exit-code");
            restarted(hook.plusNanos(AGAIN_MICROS * 1000), HOOK);
            if (isNow(incident.fullFrom())) {
                full(incident.fullFrom());
            }
        }

        private void killed(ProcessExit exit) {
            long resident = exit.peakResidentBytes() == null ? 0 : exit.peakResidentBytes();
            add(
                    exit.ended(),
                    Event.Kind.OOM_KILL,
                    "the kernel killed %s (pid %d), which had %.1f MB: the host was out of memory"
                            .formatted(exit.name(), exit.pid(), resident / 1e6),
                    new Event.Subject(
                            exit.pid(),
                            exit.name(),
                            exit.group().unit(),
                            facts(exit, "rss_bytes", Long.toString(resident))));
        }

        private void failed(Instant at, String unit, String result) {
            if (isNow(at)) {
                add(
                        at,
                        Event.Kind.UNIT_FAILED,
                        "%s failed: %s".formatted(unit, result),
                        new Event.Subject(null, unit, unit, Map.of("result", result)));
            }
        }

        private void restarted(Instant at, String unit) {
            if (isNow(at)) {
                add(
                        at,
                        Event.Kind.UNIT_RESTARTED,
                        unit + " is started again: restart 1",
                        new Event.Subject(null, unit, unit, Map.of("restarts", "1")));
            }
        }

        private void full(Instant at) {
            tick.host().filesystems().stream()
                    .filter(each -> Objects.equals(each.availableBytes(), 0L))
                    .forEach(each -> add(
                            at,
                            Event.Kind.FILESYSTEM_FULL,
                            "%s is full: 0.0 MB left".formatted(each.mountPoint()),
                            new Event.Subject(
                                    null,
                                    each.mountPoint(),
                                    null,
                                    Map.of(
                                            "device",
                                            each.device(),
                                            "type",
                                            each.type(),
                                            "size_bytes",
                                            String.valueOf(each.sizeBytes()),
                                            "available_bytes",
                                            "0"))));
        }

        private boolean isNow(Instant at) {
            return at.isAfter(from) && !at.isAfter(tick.at().wall());
        }

        private void add(Instant at, Event.Kind kind, String detail, Event.Subject subject) {
            UUID boot = tick.bootId();
            events.add(new Event(at, boot, kind, null, detail, subject));
        }
    }
}
