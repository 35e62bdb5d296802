package dev.tachograph.query;

import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.Tick;
import dev.tachograph.store.Reading;
import dev.tachograph.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a tick tells besides its processes.
 *
 * @param host {@code null} where it is not kept
 * @param exits what ended in the interval before it, those with the most CPU time first
 */
public record TickFigures(@Nullable HostFigures host, List<ExitGroup> exits) {
    private static final String UNKNOWN = "";

    public TickFigures {
        exits = List.copyOf(exits);
    }

    static TickFigures of(Tick tick, ExitGroup.By by) {
        Function<ProcessExit, @Nullable String> key = switch (by) {
            case NAME -> ProcessExit::name;
            case UNIT -> exit -> exit.group().unit();
            case CONTAINER ->
                exit -> exit.group().containerName() == null
                        ? exit.group().container()
                        : exit.group().containerName();
            case USER -> TickFigures::user;
        };
        Map<String, List<ProcessExit>> groups = tick.exits().stream()
                .collect(Collectors.groupingBy(
                        exit -> Objects.requireNonNullElse(key.apply(exit), UNKNOWN),
                        TreeMap::new,
                        Collectors.toList()));
        List<ExitGroup> exits = new ArrayList<>();
        Long interval = tick.intervalMicros();
        groups.forEach((value, list) -> exits.add(group(value.isEmpty() ? null : value, list, interval)));
        exits.sort(Comparator.comparingLong(TickFigures::cpuOrLess)
                .thenComparingLong(ExitGroup::count)
                .reversed());
        return new TickFigures(HostFigures.of(tick), exits);
    }

    static TickFigures of(Reading reading, TickRow tick, ExitGroup.By by) throws StoreException {
        return new TickFigures(HostFigures.of(reading, tick), Exits.ofTick(reading, tick, by));
    }

    private static long cpuOrLess(ExitGroup group) {
        Long cpu = group.cpuMicros();
        return cpu == null ? -1 : cpu;
    }

    private static @Nullable String user(ProcessExit exit) {
        return exit.user() != null ? exit.user() : exit.userId() == null ? null : String.valueOf(exit.userId());
    }

    private static @Nullable Long cpu(Stream<ProcessExit> exits) {
        List<Long> known =
                exits.map(ProcessExit::cpuMicros).filter(Objects::nonNull).toList();
        return known.isEmpty()
                ? null
                : Long.valueOf(known.stream().mapToLong(Long::longValue).sum());
    }

    private static boolean isWithin(@Nullable Long interval, ProcessExit exit) {
        Long duration = exit.durationMicros();
        return interval != null && duration != null && duration <= interval;
    }

    private static ExitGroup group(@Nullable String value, List<ProcessExit> exits, @Nullable Long interval) {
        return new ExitGroup(
                value,
                exits.size(),
                exits.stream().filter(TickFigures::isFailed).count(),
                cpu(exits.stream()),
                cpu(exits.stream().filter(exit -> isWithin(interval, exit))),
                exits.stream()
                        .map(ProcessExit::peakResidentBytes)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                exits.stream().map(ProcessExit::ended).min(Instant::compareTo).orElseThrow(),
                exits.stream().map(ProcessExit::ended).max(Instant::compareTo).orElseThrow());
    }

    private static boolean isFailed(ProcessExit exit) {
        return exit.signal() != null || (exit.exitCode() != null && exit.exitCode() != 0);
    }
}
