package dev.tachograph.probe;

import dev.tachograph.linux.Clocks;
import dev.tachograph.linux.Host;
import dev.tachograph.linux.ProcFs;
import dev.tachograph.model.Balance;
import dev.tachograph.model.CpuSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import dev.tachograph.model.ProbeCosts;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.RecorderCost;
import dev.tachograph.model.Tick;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at the whole host, one tick at a time. Used by one thread at a time. */
public final class HostProbe implements AutoCloseable {
    private static final long SAME_MOMENT_NANOS = Duration.ofMillis(20).toNanos();
    private static final int TRIES = 5;

    private final ProcFs proc;
    private final UserNames users;
    private final PssProbe proportional;
    private final ProcessReader reader;
    private final ProcessProbe processes;
    private final HostMetrics metrics;
    private final CgroupProbe cgroups;
    private final ExitProbe exits;
    private final Clocks clocks = new Clocks();
    private final UUID bootId = Host.bootId();
    private volatile int refused;

    private HostProbe(
            Path procRoot, Path sysRoot, ProcFs proc, Duration interval, Function<List<String>, String> commandLine) {
        this.proc = proc;
        users = UserNames.ofThisHost();
        var containers = ContainerNames.ofThisHost();
        proportional = PssProbe.start(procRoot);
        reader = new ProcessReader(proc, users, commandLine, Host.pageBytes(), containers, proportional::bytesOf);
        processes = new ProcessProbe(proc, reader, interval, Host.ticksPerSecond());
        metrics = HostMetrics.of(procRoot, sysRoot);
        cgroups = CgroupProbe.of(procRoot, sysRoot, containers);
        exits = proc.self() == ProcessHandle.current().pid()
                ? ExitListener.start(procRoot, users, commandLine, Host.ticksPerSecond())
                : ExitProbe.NONE; // the files are not those of this host's living processes
    }

    /**
     * The probe of this host, by the best ways that it offers.
     *
     * @param interval between looks
     * @param redaction of command lines, or {@code null} to keep the secrets in them
     */
    public static HostProbe of(Path procRoot, Path sysRoot, Duration interval, @Nullable Redaction redaction) {
        return new HostProbe(procRoot, sysRoot, ProcFs.open(procRoot), interval, commandLines(redaction));
    }

    private static Function<List<String>, String> commandLines(@Nullable Redaction redaction) {
        return redaction == null ? arguments -> String.join(" ", arguments) : redaction.commandLines()::line;
    }

    /** What time it is, on all clocks; read again when this thread was held up between them, which would look like a step. */
    public Moment now() {
        for (int tries = 1; ; tries++) {
            long boottimeNanos = clocks.boottimeNanos();
            Instant wall = Instant.now().truncatedTo(ChronoUnit.MICROS);
            long monotonicNanos = clocks.monotonicNanos();
            if (tries == TRIES || clocks.boottimeNanos() - boottimeNanos < SAME_MOMENT_NANOS) {
                return new Moment(wall, boottimeNanos, monotonicNanos);
            }
        }
    }

    /** The boot that this host is in. */
    public UUID bootId() {
        return bootId;
    }

    /**
     * Looks at everything.
     *
     * @param intervalMicros since the look before, or {@code null} where what happened in between has no rate
     * @param effort how much of what is optional it does
     * @param queue what waits for the writer, to be recorded with the recorder's own cost
     * @throws IOException when the host cannot be read
     */
    public Look look(Moment at, @Nullable Long intervalMicros, Effort effort, WriterQueue queue) throws IOException {
        long startNanos = clocks.threadCpuNanos();
        HostMetrics.Look metricsLook = metrics.look(at, intervalMicros);
        HostSample host = metricsLook.host();
        long hostNanos = clocks.threadCpuNanos();
        HostSample.Cgroups groups = cgroups(at, intervalMicros != null, effort);
        long cgroupsNanos = clocks.threadCpuNanos();
        List<ProcessSample> samples = processes.look(at.boottimeNanos(), intervalMicros != null);
        refused = reader.takeRefused();
        if (effort.proportionalMemory()) {
            proportional.offer(samples);
        }
        long processesNanos = clocks.threadCpuNanos();
        ExitProbe.Ended ended = exits.take(processes, at); // whoever the look no longer found is among them
        long endNanos = clocks.threadCpuNanos();
        var costs = new ProbeCosts(
                (processesNanos - cgroupsNanos) / 1000,
                (hostNanos - startNanos) / 1000,
                groups == null ? null : Long.valueOf((cgroupsNanos - hostNanos) / 1000),
                ended.costMicros());
        var tick = new Tick(
                bootId,
                at,
                intervalMicros,
                samples,
                ended.exits(),
                groups == null ? host : host.with(groups),
                (endNanos - startNanos) / 1000,
                new Balance(
                        metricsLook.busyMicros(),
                        intervalMicros == null ? null : ended.cpuMicros(),
                        interruptMicros(host)),
                selfCost(samples, queue, costs));
        return new Look(
                tick,
                List.of(),
                Stream.of(ended.lost(), metricsLook.gaps(), cgroups.takeLost())
                        .flatMap(List::stream)
                        .toList());
    }

    /** Time of all CPUs on interrupts in the interval. */
    private static @Nullable Long interruptMicros(HostSample host) {
        for (CpuSample cpu : host.cpus()) {
            Long hard = cpu.irqMicros();
            Long soft = cpu.softirqMicros();
            if (cpu.cpu().equals(CpuSample.ALL)) {
                return hard == null || soft == null ? null : Long.valueOf(hard + soft);
            }
        }
        return null;
    }

    private HostSample.@Nullable Cgroups cgroups(Moment at, boolean withoutGap, Effort effort) {
        if (effort.cgroups()) {
            return cgroups.look(at, withoutGap);
        }
        cgroups.leaveOut(withoutGap);
        return null;
    }

    /** Processes that the last look found listed and was then refused, as under {@code hidepid=1}. */
    public int refusedProcesses() {
        return refused;
    }

    private RecorderCost selfCost(List<ProcessSample> samples, WriterQueue queue, ProbeCosts costs) {
        for (ProcessSample sample : samples) {
            if (sample.key().pid() == proc.self()) {
                return new RecorderCost(
                        sample.activity().cpuMicros(),
                        sample.figures().residentBytes(),
                        sample.activity().writtenBytes(),
                        queue.ticks(),
                        queue.logBytes(),
                        costs);
            }
        }
        return new RecorderCost(null, null, null, queue.ticks(), queue.logBytes(), costs);
    }

    @Override
    public void close() {
        exits.close();
        cgroups.close();
        metrics.close();
        processes.close();
        proportional.close();
        users.close();
        proc.close();
    }
}
