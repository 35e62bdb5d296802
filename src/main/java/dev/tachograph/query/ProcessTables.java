package dev.tachograph.query;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Gap;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.ProcessStatus;
import dev.tachograph.store.CommittedTick;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.Row;
import dev.tachograph.store.StartTimes;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The process table of any instant. */
public final class ProcessTables {
    private static final Part IN_MEMORY = new Part(0, "", 0);
    /** Longer than any interval: a tick so long before is none for that time. The macro processes_at holds to it, too. */
    private static final Duration REACH = Duration.ofMinutes(20);

    private final Recorded recorded;
    private final InstantSource clock;
    private final ExitGroup.@Nullable By exits;

    public ProcessTables(Recorded recorded, InstantSource clock) {
        this(recorded, clock, null);
    }

    /** @param exits how the ends of processes are grouped where tables are to have {@link TickFigures}; {@code null} for none */
    public ProcessTables(Recorded recorded, InstantSource clock, ExitGroup.@Nullable By exits) {
        this.recorded = recorded;
        this.clock = clock;
        this.exits = exits;
    }

    /** The table of the newest tick. */
    public ProcessTable newest() throws StoreException {
        CommittedTick latest = recorded.latest();
        if (latest != null) {
            return ofMemory(latest);
        }
        try (Reading reading = recorded.read()) {
            TickRow tick = TickRow.newest(reading).orElse(null);
            return tick == null ? nothing(Gap.Cause.NOT_YET_RECORDED, clock.instant()) : ofTables(reading, tick);
        }
    }

    /** The table of the last tick at or before an instant, or why there is none. */
    public ProcessTable at(Instant instant) throws StoreException {
        try (Reading reading = recorded.read()) {
            TickRow tick = TickRow.at(reading, instant).orElse(null);
            if (tick == null) {
                return TickRow.oldest(reading)
                        .map(first -> beforeAll(instant, first))
                        .orElseGet(() -> nothing(Gap.Cause.NOT_YET_RECORDED, instant));
            }
            Gap gap = Gaps.at(reading, instant, tick.timestamp());
            boolean isLongAfter = instant.isAfter(tick.timestamp().plus(tick.grace()));
            if (gap == null && isLongAfter && !TickRow.isAnyAfter(reading, instant)) {
                gap = notYet(tick.timestamp(), instant);
            } else if (gap == null && !instant.isBefore(tick.timestamp().plus(REACH))) {
                gap = leftOut(tick.timestamp(), instant);
            }
            return gap == null ? ofTables(reading, tick) : nothing(reading, tick, gap);
        }
    }

    private static ProcessTable nothing(Reading reading, TickRow last, Gap gap) throws StoreException {
        return ProcessTable.nothing(last.timestamp(), last.timestampOf(reading, last.number() + 1), gap);
    }

    private static Gap notYet(Instant last, Instant asked) {
        return new Gap(
                Gap.Stream.PROCESSES,
                last,
                null,
                Gap.Cause.NOT_YET_RECORDED,
                null,
                "the newest tick is of %s; nothing was recorded at %s".formatted(last, asked));
    }

    private static Gap leftOut(Instant last, Instant asked) {
        return new Gap(
                Gap.Stream.PROCESSES,
                last,
                null,
                Gap.Cause.MISSED,
                null,
                "no tick has a time between %s and %s: the wall clock was set forward".formatted(last, asked));
    }

    private static ProcessTable nothing(Gap.Cause cause, Instant instant) {
        var gap = new Gap(Gap.Stream.PROCESSES, instant, null, cause, null, "nothing has been recorded yet");
        return ProcessTable.nothing(null, null, gap);
    }

    /** Ticks are numbered from 1: where the first one that is left has another number, there were others. */
    private static ProcessTable beforeAll(Instant asked, TickRow oldest) {
        Instant first = oldest.timestamp();
        boolean isFirstOfAll = oldest.number() == 1;
        var gap = new Gap(
                Gap.Stream.PROCESSES,
                asked,
                first,
                isFirstOfAll ? Gap.Cause.BEFORE_RECORDING : Gap.Cause.DELETED,
                null,
                isFirstOfAll
                        ? "recording began at " + first
                        : "what was recorded before %s is not kept any more".formatted(first));
        return ProcessTable.nothing(null, first, gap);
    }

    private ProcessTable ofMemory(CommittedTick latest) {
        var tick = latest.tick();
        Long micros = tick.intervalMicros();
        var row = new TickRow(
                IN_MEMORY,
                latest.number(),
                tick.at().wall(),
                micros,
                0,
                tick.at().boottimeNanos() / 1000,
                CpuBalance.of(tick));
        List<ProcessRow> rows = new ArrayList<>(tick.processes().size());
        for (int i = 0; i < tick.processes().size(); i++) {
            rows.add(row(row, tick.processes().get(i), latest.startTimes().get(i)));
        }
        return new ProcessTable(
                (long) latest.number(),
                row.timestamp(),
                row.interval(),
                latest.previous(),
                null,
                rows,
                null,
                row.balance(),
                exits == null ? null : TickFigures.of(tick, exits));
    }

    private ProcessTable ofTables(Reading reading, TickRow tick) throws StoreException {
        return new ProcessTable(
                (long) tick.number(),
                tick.timestamp(),
                tick.interval(),
                tick.timestampOf(reading, tick.number() - 1),
                tick.timestampOf(reading, tick.number() + 1),
                rows(reading, tick, ""),
                null,
                tick.balance(),
                exits == null ? null : TickFigures.of(reading, tick, exits));
    }

    /** @param condition with its WHERE; empty for all */
    static List<ProcessRow> rows(Reading reading, TickRow tick, String condition) throws StoreException {
        return reading.all(
                """
                SELECT pid, start_boottime_us, epoch_us(start_time), generation, parent_pid, name, cmdline,
                       user_id, user_name, cgroup, unit, container, kernel_thread,
                       tick, status, threads, virtual_bytes, rss_bytes, cpu_total_us, read_total,
                       written_total, open_files, cpu_us, read_bytes, written_bytes,
                       user_unit, slice, session, container_runtime, container_name, pss_bytes
                FROM %s %s
                """.formatted(tick.part().intervalsAt(tick.keyframe(), tick.number()), condition),
                row -> row(tick, sample(row, tick.number()), row.instant(3)));
    }

    private static ProcessSample sample(Row row, long tick) {
        var description = new ProcessDescription(
                (int) row.number(4),
                (int) row.number(5),
                row.text(6),
                row.textOrNull(7),
                row.numberOrNull(8),
                row.textOrNull(9),
                group(row),
                row.truth(13));
        var figures = new ProcessFigures(
                ProcessStatus.ofCode((int) row.number(15)),
                (int) row.number(16),
                row.number(17),
                row.number(18),
                row.number(19),
                row.numberOrNull(20),
                row.numberOrNull(21),
                row.numberOrNull(22),
                row.numberOrNull(31));
        boolean active = row.number(14) == tick;
        var activity = active
                ? new ProcessActivity(row.numberOrNull(23), row.numberOrNull(24), row.numberOrNull(25))
                : ProcessActivity.NONE;
        return new ProcessSample(StartTimes.key((int) row.number(1), row.number(2)), description, figures, activity);
    }

    private static ControlGroup group(Row row) {
        return new ControlGroup(
                row.textOrNull(10),
                row.textOrNull(11),
                row.textOrNull(26),
                row.textOrNull(27),
                row.textOrNull(28),
                row.textOrNull(12),
                row.textOrNull(29),
                row.textOrNull(30));
    }

    /** The same arithmetic as in the view process_metrics. A process may begin while the look is under way. */
    private static ProcessRow row(TickRow tick, ProcessSample sample, Instant startTime) {
        var description = sample.description();
        var figures = sample.figures();
        var activity = sample.activity();
        long ageMicros = Math.max(0, tick.boottimeMicros() - StartTimes.boottimeMicros(sample.key()));
        Long over = tick.intervalMicros() == null
                ? null
                : Long.valueOf(Math.min(tick.intervalMicros(), Math.max(ageMicros, StartTimes.RESOLUTION_MICROS)));
        return new ProcessRow(
                tick.timestamp(),
                sample.key().pid(),
                startTime,
                description.parentPid(),
                description.name(),
                description.cmdline(),
                description.user(),
                description.userId(),
                figures.status(),
                rate(100, activity.cpuMicros(), over),
                figures.cpuMicros() / 1e6,
                figures.residentBytes(),
                figures.proportionalBytes(),
                figures.virtualBytes(),
                ageMicros / 1e6,
                figures.threads(),
                figures.readBytes(),
                figures.writtenBytes(),
                figures.readBytes() == null ? null : rate(1e6, activity.readBytes(), over),
                figures.writtenBytes() == null ? null : rate(1e6, activity.writtenBytes(), over),
                figures.openFiles(),
                description.group(),
                description.kernelThread());
    }

    private static @Nullable Double rate(double factor, @Nullable Long amount, @Nullable Long micros) {
        return amount == null || micros == null ? null : Double.valueOf(factor * amount / micros);
    }
}
