package dev.tachograph.probe;

import dev.tachograph.model.Event;
import dev.tachograph.model.ProcessExit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The event of a process that crashed, whoever told of it. */
final class Crash {
    private Crash() {}

    /** Whether an end was one: by a signal that tells of a mistake, or with a core dump. */
    static boolean is(ProcessExit exit) {
        return exit.coreDumped() || Signals.isCrash(exit.signal());
    }

    static Event event(ProcessExit exit, UUID bootId) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("core_dumped", Boolean.toString(exit.coreDumped()));
        put(facts, "user", exit.user());
        put(facts, "uid", exit.userId());
        put(facts, "cgroup", exit.group().path());
        put(facts, "container", exit.group().container());
        put(facts, "duration_us", exit.durationMicros());
        put(facts, "peak_rss_bytes", exit.peakResidentBytes());
        return event(exit.ended(), bootId, exit.pid(), exit.name(), exit.group().unit(), exit.signal(), facts);
    }

    static Event event(
            Instant at,
            UUID bootId,
            int pid,
            @Nullable String name,
            @Nullable String unit,
            @Nullable Integer signal,
            Map<String, String> facts) {
        if (signal != null) {
            facts.put("signal", Signals.word(signal));
        }
        String detail = "%s (pid %d) crashed%s%s"
                .formatted(
                        name == null ? "a process" : name,
                        pid,
                        signal == null ? "" : ": " + Signals.word(signal),
                        "true".equals(facts.get("core_dumped")) ? ", core dumped" : "");
        return new Event(at, bootId, Event.Kind.PROCESS_CRASH, null, detail, new Event.Subject(pid, name, unit, facts));
    }

    private static void put(Map<String, String> facts, String name, @Nullable Object value) {
        if (value != null) {
            facts.put(name, value.toString());
        }
    }
}
