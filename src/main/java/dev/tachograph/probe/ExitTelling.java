package dev.tachograph.probe;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Moment;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessExit.Source;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import dev.tachograph.probe.ProcessEnd.Usage;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what the kernel told of ends and what looks know of the same processes. Used by one thread at a time.
 *
 * <p>Whoever a look no longer found has ended, whether or not the kernel told: then the look tells. A process whose end was
 * told may be found by looks for as long as its parent takes no notice (a zombie); it is not told again when it goes.
 */
final class ExitTelling {
    private static final long SLACK_NANOS = Duration.ofMillis(20).toNanos();

    private final UserNames users;
    private final Function<List<String>, String> line;
    private final long tickNanos;
    private final boolean mayTellLate;
    private final Set<ProcessKey> toldAndListed = new HashSet<>();
    private Map<Integer, ProcessSample> waiting = Map.of();
    private List<ProcessEnd> toldUnseen = List.of();

    /**
     * What can be told.
     *
     * @param cpuMicros used by those of which the kernel told, beyond what looks have told of them
     * @param sampled how many only looks know to have ended
     */
    record Told(List<ProcessExit> exits, long cpuMicros, long sampled) {}

    /**
     * Somebody who tells.
     *
     * @param line makes one line of the arguments of a command
     * @param mayTellLate whether the kernel may tell of an end when the process has gone, as the process connector does: then
     *     a look that no longer finds a process waits for the next one
     */
    ExitTelling(UserNames users, Function<List<String>, String> line, long ticksPerSecond, boolean mayTellLate) {
        this.mayTellLate = mayTellLate;
        this.users = users;
        this.line = line;
        this.tickNanos = 1_000_000_000 / ticksPerSecond;
    }

    /** Tells of these ends, which the kernel told since the last time, and of those that a look came to know. */
    Told tell(List<ProcessEnd> ends, KnownProcesses known, Moment look) {
        settle(known);
        Map<Integer, ProcessSample> vanished = new HashMap<>();
        for (ProcessSample sample : known.vanished()) {
            if (!toldAndListed.remove(sample.key())) {
                vanished.put(sample.key().pid(), sample);
            }
        }
        Map<Integer, ProcessSample> late = waiting;
        var origin = new ExitOrigin(line, known, ends);
        List<ProcessExit> exits = new ArrayList<>(ends.size());
        List<ProcessEnd> unseen = new ArrayList<>();
        long cpuMicros = 0;
        for (ProcessEnd end : ends) {
            ProcessSample sample = seen(end, late, vanished, known);
            if (sample == null) {
                unseen.add(end);
            }
            ProcessExit exit = exit(end, sample, origin, look);
            exits.add(exit);
            cpuMicros += untoldMicros(end.usage(), sample);
        }
        toldUnseen = unseen;
        Map<Integer, ProcessSample> unheardOf = mayTellLate ? late : vanished;
        waiting = mayTellLate ? vanished : Map.of();
        unheardOf.values().forEach(sample -> exits.add(sampled(sample, look)));
        exits.sort(Comparator.comparing(ProcessExit::ended));
        return new Told(exits, cpuMicros, unheardOf.size());
    }

    /** Some of those that were told before any look saw them are listed yet, and others that were listed have gone. */
    private void settle(KnownProcesses known) {
        for (ProcessEnd end : toldUnseen) {
            ProcessSample sample = known.alive(end.pid());
            if (sample != null && sample.figures().status() == ProcessStatus.ZOMBIE && isOf(end, sample)) {
                toldAndListed.add(sample.key());
            }
        }
        Set<ProcessKey> gone = new HashSet<>();
        known.vanished().forEach(sample -> gone.add(sample.key()));
        toldAndListed.removeIf(key -> {
            ProcessSample listed = known.alive(key.pid());
            return !gone.contains(key) && (listed == null || !listed.key().equals(key));
        });
    }

    /** What a look says of the process that ended: each process ends once, and an earlier one goes first. */
    private @Nullable ProcessSample seen(
            ProcessEnd end,
            Map<Integer, ProcessSample> late,
            Map<Integer, ProcessSample> vanished,
            KnownProcesses known) {
        for (Map<Integer, ProcessSample> each : List.of(late, vanished)) {
            ProcessSample gone = each.get(end.pid());
            if (gone != null && isOf(end, gone)) {
                each.remove(end.pid());
                return gone;
            }
        }
        ProcessSample listed = known.alive(end.pid());
        return listed != null && isOf(end, listed) && toldAndListed.add(listed.key()) ? listed : null;
    }

    private boolean isOf(ProcessEnd end, ProcessSample sample) {
        return sample.key().startTicks() * tickNanos <= end.latestStartNanos() + SLACK_NANOS;
    }

    private static long untoldMicros(@Nullable Usage usage, @Nullable ProcessSample sample) {
        long told = sample == null ? 0 : sample.figures().cpuMicros();
        return usage == null ? 0 : Math.max(0, usage.cpuMicros() - told);
    }

    private ProcessExit exit(ProcessEnd end, @Nullable ProcessSample sample, ExitOrigin origin, Moment look) {
        Usage usage = end.usage();
        ProcessDescription description = sample == null ? null : sample.description();
        ProcessFigures figures = sample == null ? null : sample.figures();
        Long userId = description == null || description.userId() == null ? end.userId() : description.userId();
        String name = ExitOrigin.name(end);
        Instant started = started(end, sample, look);
        return new ProcessExit(
                end.pid(),
                end.parentPid() > 0 ? Integer.valueOf(end.parentPid()) : parentOf(description),
                sample == null ? null : Long.valueOf(sample.key().startTicks()),
                started,
                end.ended(),
                usage != null ? Long.valueOf(usage.ageMicros()) : microsBetween(started, end.ended()),
                end.exitCode(),
                end.signal(),
                end.coreDumped(),
                larger(usage == null ? null : usage.cpuMicros(), figures == null ? null : figures.cpuMicros()),
                usage == null || usage.peakResidentBytes() == 0 ? null : Long.valueOf(usage.peakResidentBytes()),
                bytes(usage, usage == null ? 0 : usage.readBytes(), figures == null ? null : figures.readBytes()),
                bytes(usage, usage == null ? 0 : usage.writtenBytes(), figures == null ? null : figures.writtenBytes()),
                name == null && description != null ? description.name() : name,
                origin.commandLine(end, sample),
                userId,
                userId == null ? null : users.nameOf(userId),
                origin.group(end, sample),
                end.source());
    }

    /** Of a process whose threads were not all heard of, a look may know more; else nobody knows. */
    private static @Nullable Long bytes(@Nullable Usage usage, long heard, @Nullable Long looked) {
        if (usage != null && usage.allThreads()) {
            return heard;
        }
        return looked == null ? null : Long.valueOf(Math.max(looked, heard));
    }

    private static @Nullable Long larger(@Nullable Long one, @Nullable Long other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }

    private static @Nullable Integer parentOf(@Nullable ProcessDescription description) {
        return description == null || description.parentPid() == 0 ? null : Integer.valueOf(description.parentPid());
    }

    private static @Nullable Long microsBetween(@Nullable Instant from, Instant to) {
        return from == null ? null : Long.valueOf(Math.max(0, ChronoUnit.MICROS.between(from, to)));
    }

    private @Nullable Instant started(ProcessEnd end, @Nullable ProcessSample sample, Moment look) {
        if (sample != null) {
            return started(sample.key(), look);
        }
        Usage usage = end.usage();
        return usage == null ? null : end.ended().minus(usage.ageMicros(), ChronoUnit.MICROS);
    }

    private Instant started(ProcessKey key, Moment look) {
        return look.wall()
                .minusNanos(look.boottimeNanos() - key.startTicks() * tickNanos)
                .truncatedTo(ChronoUnit.MICROS);
    }

    /** The end of a process of which nobody told: it was there at one look and not at the next. */
    private ProcessExit sampled(ProcessSample sample, Moment look) {
        ProcessDescription description = sample.description();
        ProcessFigures figures = sample.figures();
        Instant started = started(sample.key(), look);
        ControlGroup group = description.group();
        return new ProcessExit(
                sample.key().pid(),
                parentOf(description),
                sample.key().startTicks(),
                started,
                look.wall(),
                microsBetween(started, look.wall()),
                null,
                null,
                false,
                figures.cpuMicros(),
                null,
                figures.readBytes(),
                figures.writtenBytes(),
                description.name(),
                description.cmdline(),
                description.userId(),
                description.user(),
                group,
                Source.SAMPLED);
    }
}
