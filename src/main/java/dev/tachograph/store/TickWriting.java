package dev.tachograph.store;

import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.Event;
import dev.tachograph.model.Gap;
import dev.tachograph.model.ProbeCosts;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import dev.tachograph.store.ProcessEncoder.DescriptionRow;
import dev.tachograph.store.ProcessEncoder.ExitRow;
import dev.tachograph.store.ProcessEncoder.SampleRow;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes ticks and all that belongs to them. */
final class TickWriting {
    private static final byte GONE = 0;

    private TickWriting() {}

    /** Adds a tick to a transaction. */
    static void add(
            WriteTransaction transaction,
            int number,
            Tick tick,
            ProcessEncoder.Rows rows,
            Collection<Event> events,
            Collection<Gap> gaps)
            throws SQLException {
        transaction.append("processes", rows.descriptions(), (to, row) -> description(to, row, number, tick));
        HostWriting.add(transaction, number, tick, rows.host());
        transaction.append("process_exits", rows.exits(), (to, row) -> exit(to, row, number, tick));
        transaction.append("process_samples", rows.samples(), (to, row) -> sample(to, row, number, rows.keyframe()));
        add(transaction, number, events, gaps);
        transaction.insert("ticks", List.of(tick), (to, row) -> tick(to, row, number, rows.keyframe()));
    }

    /** Adds what has no tick of its own: the last words of a recorder, a gap that nothing followed. */
    static void add(WriteTransaction transaction, int number, Collection<Event> events, Collection<Gap> gaps)
            throws SQLException {
        transaction.append("events", events, (to, event) -> event(to, event, number));
        transaction.append("gaps", gaps, (to, gap) -> gap(to, gap, number));
    }

    private static void tick(NewRow to, Tick tick, int number, int keyframe) throws SQLException {
        to.append(number);
        to.appendEpochMicros(Micros.of(tick.at().wall()));
        to.append(tick.bootId());
        to.append(tick.at().boottimeNanos() / 1000);
        to.append(tick.at().monotonicNanos() / 1000);
        to.append(tick.intervalMicros());
        to.append(keyframe);
        to.append(tick.processes().size());
        to.append(tick.costMicros());
        to.append(tick.balance().hostBusyMicros());
        to.append(tick.attributedMicros());
        to.append(tick.recorder().cpuMicros());
        to.append(tick.recorder().residentBytes());
        to.append(tick.recorder().writtenBytes());
        to.append(tick.recorder().queueDepth());
        to.append(tick.balance().exitedMicros());
        to.append(tick.balance().interruptMicros());
        to.append(tick.exits().size());
        to.append(tick.recorder().queuedLogBytes());
        ProbeCosts costs = tick.recorder().probes();
        to.append(costs.processesMicros());
        to.append(costs.hostMicros());
        to.append(costs.cgroupsMicros());
        to.append(costs.exitsMicros());
    }

    private static void exit(NewRow to, ExitRow row, int number, Tick tick) throws SQLException {
        ProcessExit exit = row.exit();
        to.append(number);
        to.appendEpochMicros(Micros.of(exit.ended()));
        to.append(tick.bootId());
        to.append(row.processId());
        to.append(exit.pid());
        to.append(exit.parentPid());
        if (exit.started() == null) {
            to.appendNull();
        } else {
            to.appendEpochMicros(Micros.of(exit.started()));
        }
        to.append(exit.durationMicros());
        to.append(exit.exitCode());
        to.append(exit.signal());
        to.append(exit.coreDumped());
        to.append(exit.cpuMicros());
        to.append(exit.peakResidentBytes());
        to.append(exit.readBytes());
        to.append(exit.writtenBytes());
        to.append(exit.name());
        to.append(exit.cmdline());
        to.append(exit.userId());
        to.append(exit.user());
        ControlGroup group = exit.group();
        to.append(group.path());
        to.append(group.unit());
        to.append(group.userUnit());
        to.append(group.slice());
        to.append(group.session());
        to.append(group.container());
        to.append(group.runtime());
        to.append(group.containerName());
        to.append(exit.source().word());
    }

    private static void description(NewRow to, DescriptionRow row, int number, Tick tick) throws SQLException {
        KnownProcess process = row.process();
        ProcessDescription description = row.description();
        to.append(process.id);
        to.append(row.version());
        to.append(tick.bootId());
        to.append(process.key.pid());
        to.append(process.key.startTicks());
        to.appendEpochMicros(Micros.of(process.startTime));
        to.append(StartTimes.boottimeMicros(process.key));
        to.append(description.generation());
        to.append(description.parentPid());
        to.append(description.name());
        to.append(description.cmdline());
        to.append(description.userId());
        to.append(description.user());
        to.append(description.cgroup());
        to.append(description.unit());
        to.append(description.container());
        to.append(description.kernelThread());
        to.append((long) number);
        to.appendEpochMicros(Micros.of(tick.at().wall()));
        ControlGroup group = description.group();
        to.append(group.userUnit());
        to.append(group.slice());
        to.append(group.session());
        to.append(group.runtime());
        to.append(group.containerName());
    }

    private static void sample(NewRow to, SampleRow row, int number, int keyframe) throws SQLException {
        to.append(keyframe);
        to.append(number);
        to.append(row.processId());
        to.append(row.version());
        ProcessSample sample = row.sample();
        if (sample == null) {
            to.append(GONE);
            for (int figure = 0; figure < 11; figure++) {
                to.appendNull();
            }
            return;
        }
        ProcessFigures figures = sample.figures();
        ProcessActivity activity = sample.activity();
        Long read = figures.readBytes() == null ? null : activity.readBytes();
        Long written = figures.writtenBytes() == null ? null : activity.writtenBytes();
        to.append(figures.status().code());
        to.append(figures.threads());
        to.append(figures.residentBytes());
        to.append(figures.virtualBytes());
        to.append(openFiles(figures));
        to.append(activity.cpuMicros());
        to.append(read);
        to.append(written);
        to.append(Told.before(
                figures.cpuMicros(), activity.cpuMicros(), row.told().cpuMicros()));
        to.append(Told.before(figures.readBytes(), read, row.told().readBytes()));
        to.append(Told.before(figures.writtenBytes(), written, row.told().writtenBytes()));
        to.append(figures.proportionalBytes());
    }

    private static @Nullable Integer openFiles(ProcessFigures figures) {
        Long files = figures.openFiles();
        return files == null ? null : Integer.valueOf(Math.toIntExact(files));
    }

    private static void event(NewRow to, Event event, int number) throws SQLException {
        to.appendEpochMicros(Micros.of(event.at()));
        to.append(event.bootId());
        to.append(event.kind().word());
        to.append(event.amountMicros());
        to.append(event.detail());
        to.append(number);
        Event.Subject subject = event.subject();
        to.append(subject.pid());
        to.append(subject.name());
        to.append(subject.unit());
        to.append(subject.facts().isEmpty() ? null : JsonObject.of(subject.facts()));
    }

    private static void gap(NewRow to, Gap gap, int number) throws SQLException {
        to.append(gap.stream().word());
        to.appendEpochMicros(Micros.of(gap.from()));
        if (gap.to() == null) {
            to.appendNull();
        } else {
            to.appendEpochMicros(Micros.of(gap.to()));
        }
        to.append(gap.cause().word());
        to.append(gap.count());
        to.append(gap.detail());
        to.append(number);
    }
}
