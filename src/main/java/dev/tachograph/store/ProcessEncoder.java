package dev.tachograph.store;

import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns whole snapshots into the rows that have to be stored: every process in a keyframe, and between keyframes those that
 * differ from their row before, are new, or have gone. Works from what was committed and not from what was seen:
 * {@link #encode} remembers nothing, {@link #committed} does. Belongs to the writer's thread.
 */
final class ProcessEncoder {
    /** How much a reader may have to go through for one instant, against how often everything is stored again. */
    static final Duration KEYFRAME_EVERY = Duration.ofMinutes(10);

    /** A description to be stored. */
    record DescriptionRow(KnownProcess process, int version, ProcessDescription description) {}

    /**
     * A row of figures to be stored; with no sample, the process has gone.
     *
     * @param told what earlier rows of the stretch add up to
     */
    record SampleRow(long processId, int version, @Nullable ProcessSample sample, Told told) {}

    /** The end of a process; the number is {@code null} for one that no tick knows. */
    record ExitRow(@Nullable Long processId, ProcessExit exit) {}

    /** A process of the tick, whether or not it needs a row. */
    record Alive(KnownProcess process, int version, ProcessSample sample) {}

    /**
     * What one tick adds.
     *
     * @param keyframe number of the tick that opened the stretch
     * @param alive the tick's processes, in its order
     * @param exits what ended
     * @param host the rest of the tick
     */
    record Rows(
            Tick tick,
            int keyframe,
            List<DescriptionRow> descriptions,
            List<SampleRow> samples,
            List<Alive> alive,
            List<ExitRow> exits,
            HostEncoder.Rows host) {

        /** When each of the tick's processes began, in its order. */
        List<Instant> startTimes() {
            return alive.stream().map(each -> each.process.startTime).toList();
        }
    }

    private Map<ProcessKey, KnownProcess> known = Map.of();
    private final HostEncoder host = new HostEncoder();
    private long nextId;
    private int keyframe = -1;
    private long keyframeBoottimeNanos;
    private Instant keyframeWall = Instant.EPOCH;

    /** @param nextId the first number that no process has yet */
    ProcessEncoder(long nextId) {
        this.nextId = nextId;
    }

    /** Goes on with processes that the store holds, such as those of an earlier run. */
    void resume(List<KnownProcess> stored) {
        known = new LinkedHashMap<>();
        stored.forEach(process -> known.put(process.key, process));
    }

    /** The store holds, of each process, only the description that was committed last. */
    void forgetOlderDescriptions() {
        known.values().forEach(KnownProcess::forgetOlderDescriptions);
    }

    /** Forgets every process: the store that held them is not there any more. */
    void reset() {
        known = Map.of();
        endStretch();
    }

    /** Ends the stretch: the next tick is a keyframe. */
    void endStretch() {
        keyframe = -1;
    }

    /** Processes that were ever seen. */
    long processes() {
        return nextId - 1;
    }

    /** The rows of a tick, if it is to be the one with this number. */
    Rows encode(Tick tick, int number) {
        boolean full = startsStretch(tick);
        var rows = new Rows(
                tick,
                full ? number : keyframe,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(tick.processes().size()),
                new ArrayList<>(tick.exits().size()),
                host.encode(tick, full));
        Map<ProcessKey, KnownProcess> left = new LinkedHashMap<>(known);
        for (ProcessSample sample : tick.processes()) {
            KnownProcess process = left.remove(sample.key());
            encode(process == null ? born(tick, sample) : process, sample, full, rows);
        }
        tick.exits().forEach(exit -> rows.exits.add(new ExitRow(numberOf(exit, rows.alive), exit)));
        left.values().forEach(gone -> rows.samples.add(new SampleRow(gone.id, gone.version(), null, Told.NOTHING)));
        return rows;
    }

    private static void encode(KnownProcess process, ProcessSample sample, boolean full, Rows rows) {
        if (!full && process.isAsCommitted(sample)) {
            rows.alive.add(new Alive(process, process.version(), sample));
            return;
        }
        int version = process.versionOf(sample.description());
        if (!process.holds(sample.description())) {
            rows.descriptions.add(new DescriptionRow(process, version, sample.description()));
        }
        if (full || hasChanged(process.committed(), sample)) {
            rows.samples.add(new SampleRow(process.id, version, sample, full ? Told.NOTHING : process.told()));
        }
        rows.alive.add(new Alive(process, version, sample));
    }

    /** Remembers that these rows are in the store. */
    void committed(Rows rows) {
        boolean full = keyframe != rows.keyframe;
        if (full) {
            keyframe = rows.keyframe;
            keyframeBoottimeNanos = rows.tick.at().boottimeNanos();
            keyframeWall = rows.tick.at().wall();
        }
        Map<ProcessKey, KnownProcess> now = new LinkedHashMap<>();
        for (Alive each : rows.alive) {
            each.process.commit(each.sample, each.version, full);
            now.put(each.process.key, each.process);
        }
        known = now;
        host.committed(rows.host);
    }

    /**
     * A process is known by its begin as well: what ended at once may have had a pid that another one has by now. One that has
     * ended and not gone, a zombie, may be in this tick for the first time.
     */
    private @Nullable Long numberOf(ProcessExit exit, List<Alive> alive) {
        Long start = exit.startTicks();
        if (start == null) {
            return null;
        }
        var key = new ProcessKey(exit.pid(), start);
        KnownProcess process = known.get(key);
        if (process != null) {
            return process.id;
        }
        for (Alive each : alive) {
            if (each.process.key.equals(key)) {
                return each.process.id;
            }
        }
        return null;
    }

    /**
     * Where rates are not known nothing is inferred from rows before, either. Stretches end where the wall clock's ten
     * minutes do, so that hours and days are made of whole ones.
     */
    private boolean startsStretch(Tick tick) {
        return keyframe < 0
                || tick.intervalMicros() == null
                || tick.at().boottimeNanos() - keyframeBoottimeNanos >= KEYFRAME_EVERY.toNanos()
                || stretchOf(tick.at().wall()) != stretchOf(keyframeWall);
    }

    private static long stretchOf(Instant wall) {
        return Math.floorDiv(wall.getEpochSecond(), KEYFRAME_EVERY.toSeconds());
    }

    private static boolean hasChanged(@Nullable ProcessSample committed, ProcessSample now) {
        return committed == null
                || !now.activity().equals(ProcessActivity.NONE)
                || !now.figures().equals(committed.figures())
                || !now.description().equals(committed.description());
    }

    private KnownProcess born(Tick tick, ProcessSample sample) {
        long ageMicros = tick.at().boottimeNanos() / 1000 - StartTimes.boottimeMicros(sample.key());
        Instant startTime = tick.at().wall().minusNanos(ageMicros * 1000).truncatedTo(ChronoUnit.MICROS);
        return new KnownProcess(sample.key(), nextId++, startTime);
    }
}
