package dev.tachograph.store;

import static java.util.Objects.requireNonNull;

import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import dev.tachograph.query.ProcessRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was committed, kept whole and beside the store: what every way of reading it has to give back. */
final class Snapshots {
    /** Which process, across boots. */
    record Identity(UUID bootId, int pid, long startTicks) {
        static Identity of(Tick tick, ProcessSample sample) {
            return new Identity(tick.bootId(), sample.key().pid(), sample.key().startTicks());
        }
    }

    /** A process from the first tick that has it to the last. */
    record Life(
            Identity identity,
            Instant startTime,
            Instant firstSeen,
            Instant lastSeen,
            boolean exited,
            ProcessSample last) {}

    private final TreeMap<Long, Tick> ticks = new TreeMap<>();
    private final Map<Identity, Instant> startTimes = new HashMap<>();

    void add(Tick tick) {
        ticks.put(ticks.isEmpty() ? 1 : ticks.lastKey() + 1, tick);
        for (ProcessSample sample : tick.processes()) {
            startTimes.computeIfAbsent(Identity.of(tick, sample), _ -> startTime(tick, sample));
        }
    }

    Map<Long, Tick> ticks() {
        return ticks;
    }

    long rows() {
        return ticks.values().stream()
                .mapToLong(tick -> tick.processes().size())
                .sum();
    }

    /** The tick that an instant shows: the one of the greatest time at or before it. */
    long at(Instant instant) {
        return ticks.entrySet().stream()
                .filter(entry -> !entry.getValue().at().wall().isAfter(instant))
                .max(Map.Entry.<Long, Tick>comparingByValue(
                                Comparator.comparing(tick -> tick.at().wall()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow()
                .getKey();
    }

    List<ProcessRow> rows(long number) {
        Tick tick = requireNonNull(ticks.get(number));
        return tick.processes().stream()
                .map(sample -> row(tick, sample, requireNonNull(startTimes.get(Identity.of(tick, sample)))))
                .toList();
    }

    List<Life> lives() {
        var lives = new ArrayList<Life>();
        var seen = new HashSet<Identity>();
        Tick newest = ticks.lastEntry().getValue();
        for (Tick tick : ticks.values()) {
            for (ProcessSample sample : tick.processes()) {
                Identity identity = Identity.of(tick, sample);
                if (seen.add(identity)) {
                    lives.add(life(identity, tick, newest));
                }
            }
        }
        return lives;
    }

    private Life life(Identity identity, Tick first, Tick newest) {
        List<Tick> with = ticks.values().stream()
                .filter(tick -> sample(tick, identity) != null)
                .toList();
        Tick last = with.getLast();
        return new Life(
                identity,
                requireNonNull(startTimes.get(identity)),
                first.at().wall(),
                last.at().wall(),
                !last.at().equals(newest.at()),
                requireNonNull(sample(last, identity)));
    }

    private static @Nullable ProcessSample sample(Tick tick, Identity identity) {
        return tick.processes().stream()
                .filter(sample -> Identity.of(tick, sample).equals(identity))
                .findFirst()
                .orElse(null);
    }

    private static Instant startTime(Tick tick, ProcessSample sample) {
        long boottimeMicros = tick.at().boottimeNanos() / 1000;
        long ageMicros = boottimeMicros - sample.key().startTicks() * 10_000;
        return tick.at().wall().minus(ageMicros, ChronoUnit.MICROS);
    }

    /** By the words of docs/http.md. */
    private static ProcessRow row(Tick tick, ProcessSample sample, Instant startTime) {
        ProcessFigures has = sample.figures();
        ProcessActivity did = sample.activity();
        double age = (tick.at().boottimeNanos() / 1000 - sample.key().startTicks() * 10_000) / 1e6;
        Double over = tick.intervalMicros() == null
                ? null
                : Double.valueOf(Math.min(tick.intervalMicros() / 1e6, Math.max(age, 0.01)));
        var is = sample.description();
        return new ProcessRow(
                tick.at().wall(),
                sample.key().pid(),
                startTime,
                is.parentPid(),
                is.name(),
                is.cmdline(),
                is.user(),
                is.userId(),
                has.status(),
                per(over, did.cpuMicros(), 1e-4),
                has.cpuMicros() / 1e6,
                has.residentBytes(),
                has.proportionalBytes(),
                has.virtualBytes(),
                Math.max(0, age),
                has.threads(),
                has.readBytes(),
                has.writtenBytes(),
                has.readBytes() == null ? null : per(over, did.readBytes(), 1),
                has.writtenBytes() == null ? null : per(over, did.writtenBytes(), 1),
                has.openFiles(),
                is.group(),
                is.kernelThread());
    }

    private static @Nullable Double per(@Nullable Double seconds, @Nullable Long amount, double factor) {
        return seconds == null || amount == null ? null : Double.valueOf(amount * factor / seconds);
    }

    /** What a person can read when it fails. */
    @Override
    public String toString() {
        return ticks.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().at().wall())
                .collect(Collectors.joining("\n"));
    }
}
