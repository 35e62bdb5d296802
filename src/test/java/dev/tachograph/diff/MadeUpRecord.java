package dev.tachograph.diff;

import dev.tachograph.model.Balance;
import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.Observation;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import dev.tachograph.simulation.HistoryPlan;
import dev.tachograph.simulation.Incident;
import dev.tachograph.simulation.SyntheticHistory;
import dev.tachograph.simulation.SyntheticLog;
import dev.tachograph.store.DataDirectory;
import dev.tachograph.store.HistoryWriter;
import dev.tachograph.store.StoppedStore;
import dev.tachograph.time.TimeRange;
import dev.tachograph.worker.SqlRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * The night of a made-up host on which much goes wrong, recorded by the real writer, and the same in memory. The recorder was not
 * there for ten minutes from {@link #GAP_FROM} on, in which the host was started anew.
 */
final class MadeUpRecord implements AutoCloseable {
    private static final Instant UNTIL = Instant.parse("2026-11-25T03:40:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final HistoryPlan PLAN = new HistoryPlan(UNTIL, Duration.ofDays(1), 40, INTERVAL, 3, true);

    static final Incident INCIDENT = Incident.in(PLAN);
    static final Instant BEGIN = Instant.parse("2026-11-24T23:55:00Z");
    static final Instant GAP_FROM = Instant.parse("2026-11-25T00:40:00Z");
    private static final Instant GAP_TO = GAP_FROM.plus(Duration.ofMinutes(10));

    final List<Observation> observations = new ArrayList<>();
    final List<LogLine> lines = new ArrayList<>();
    private final StoppedStore store;

    MadeUpRecord(Path folder) throws Exception {
        var log = new SyntheticLog(PLAN);
        var content = new HistoryWriter.Content(true, true, tick -> {
            List<LogLine> more = log.until(tick).stream()
                    .filter(line -> !line.timestamp().isBefore(BEGIN))
                    .toList();
            lines.addAll(more);
            return more;
        });
        try (var directory = DataDirectory.hold(folder);
                var writer = HistoryWriter.begin(directory, INTERVAL, content)) {
            Iterator<Observation> history = seen(new SyntheticHistory(PLAN), log);
            while (writer.writeHour(history)) {
                // on to the next hour
            }
            writer.end(List.of());
        }
        store = StoppedStore.open(folder);
    }

    /** What a recorder saw that was started late and was away for a while. */
    private Iterator<Observation> seen(SyntheticHistory history, SyntheticLog log) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return history.hasNext();
            }

            @Override
            public Observation next() {
                Observation next = history.next();
                while (at(next).isBefore(BEGIN)) {
                    log.until(next.tick());
                    next = history.next();
                }
                if (!at(next).isBefore(GAP_FROM) && at(next).isBefore(GAP_TO)) {
                    while (at(next).isBefore(GAP_TO)) {
                        next = history.next();
                    }
                    next = afterReboot(next);
                }
                observations.add(next);
                return next;
            }
        };
    }

    private static Instant at(Observation observation) {
        return observation.tick().at().wall();
    }

    private static Observation afterReboot(Observation observation) {
        Tick tick = observation.tick();
        var first = new Tick(
                tick.bootId(),
                tick.at(),
                null,
                tick.processes().stream().map(ProcessSample::idle).toList(),
                List.of(),
                tick.host(),
                tick.costMicros(),
                new Balance(null, null, null),
                tick.recorder());
        var boot = new Event(tick.at().wall(), tick.bootId(), Event.Kind.BOOT, null, "the host was started");
        var gap = new Gap(Gap.Stream.PROCESSES, GAP_FROM, tick.at().wall(), Gap.Cause.REBOOT, null, "a reboot");
        return new Observation(first, List.of(boot), List.of(gap));
    }

    Answers answers() {
        return new RecordedAnswers(store);
    }

    static TimeRange range(String from, String to) {
        return new TimeRange(Instant.parse("2026-11-25T" + from + "Z"), Instant.parse("2026-11-25T" + to + "Z"));
    }

    Diff diff(TimeRange window, TimeRange base) throws SqlRefusal {
        return Diff.of(answers(), new DiffQuestion(window, base, DiffQuestion.MOST, Set.of()));
    }

    /** The window against the time just before it. */
    Diff diff(TimeRange window) throws SqlRefusal {
        return diff(window, DiffQuestion.before(window));
    }

    @Override
    public void close() {
        store.close();
    }
}
