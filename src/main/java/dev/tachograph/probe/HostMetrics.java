package dev.tachograph.probe;

import dev.tachograph.linux.Host;
import dev.tachograph.linux.KernelFiles;
import dev.tachograph.linux.MountTable;
import dev.tachograph.model.CpuSample;
import dev.tachograph.model.Gap;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import dev.tachograph.model.PressureSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the figures of the host, all but those of its control groups. What cannot be read is not known, and leaves the rest as
 * it is. Used by one thread at a time.
 */
final class HostMetrics implements AutoCloseable {
    private final KernelFiles proc;
    private final CpuGrowth cpus;
    private final MemoryProbe memory;
    private final LoadProbe load;
    private final PressureProbe pressure;
    private final DiskProbe disks;
    private final NetworkProbe networks;
    private final FilesystemProbe filesystems;
    private final MetricGaps gaps = new MetricGaps();
    private @Nullable StatFile before;

    private HostMetrics(Path procRoot, Path sysRoot, FilesystemProbe filesystems) {
        proc = KernelFiles.under(procRoot);
        cpus = new CpuGrowth(Host.ticksPerSecond());
        memory = new MemoryProbe(proc, Host.pageBytes());
        load = new LoadProbe(proc);
        pressure = new PressureProbe(proc);
        disks = new DiskProbe(proc, sysRoot);
        networks = new NetworkProbe(proc, new NetworkLinks(sysRoot));
        this.filesystems = filesystems;
    }

    static HostMetrics of(Path proc, Path sys) {
        return of(proc, sys, FilesystemProbe.start(MountTable.of(proc.resolve("self/mountinfo"))));
    }

    /** The file systems are its own from now on. */
    static HostMetrics of(Path proc, Path sys, FilesystemProbe filesystems) {
        return new HostMetrics(proc, sys, filesystems);
    }

    /**
     * What a look brought.
     *
     * @param busyMicros CPU time that all CPUs spent working; signed, as its sources differ
     * @param gaps in what there should have been
     */
    record Look(HostSample host, @Nullable Long busyMicros, List<Gap> gaps) {}

    /**
     * Looks at everything.
     *
     * @param intervalMicros since the look before, or {@code null} where what happened in between has no rate
     */
    Look look(Moment at, @Nullable Long intervalMicros) {
        boolean hasInterval = intervalMicros != null;
        StatFile earlier = hasInterval ? before : null;
        StatFile now = gaps.attempt("CPUs", at, this::stat);
        before = now;
        List<CpuSample> cpuSamples = now == null ? List.of() : cpus.samples(earlier, now, intervalMicros);
        Long busy = now == null ? null : cpus.busyMicros(earlier, now, intervalMicros);
        long[] levels = gaps.attempt("memory", at, memory::levels);
        MemoryProbe.Events events =
                orElse(gaps.attempt("memory events", at, () -> memory.events(hasInterval)), MemoryProbe.Events.UNKNOWN);
        LoadProbe.Averages averages = gaps.attempt("load", at, load::averages);
        var host = new HostSample(
                cpuSamples,
                MemoryProbe.sample(levels, events),
                LoadProbe.sample(averages, earlier, now),
                orElse(gaps.attempt("pressure", at, () -> pressure.look(hasInterval)), PressureSample.UNKNOWN),
                orElse(gaps.attempt("disks", at, () -> disks.look(hasInterval)), List.of()),
                orElse(gaps.attempt("file systems", at, () -> filesystems.look(at)), List.of()),
                orElse(gaps.attempt("networks", at, () -> networks.look(hasInterval)), List.of()),
                null);
        return new Look(host, busy, gaps.take());
    }

    private StatFile stat() throws IOException {
        int length = ProbeFiles.read(proc, "stat");
        return StatFile.parse(proc.bytes(), length);
    }

    private static <T> T orElse(@Nullable T found, T unknown) {
        return Objects.requireNonNullElse(found, unknown);
    }

    @Override
    public void close() {
        filesystems.close();
        networks.close();
        proc.close();
    }
}
