package dev.tachograph.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The host as a whole, beside its processes. Counters of the kernel are here as what they grew by in the interval: whoever
 * divides by the interval has a rate, and whoever adds up has the exact sum.
 *
 * @param cpus all of them together first, then each
 * @param filesystems as far as they answered
 * @param cgroups {@code null} when it was not their turn, or there are none to be read
 */
public record HostSample(
        List<CpuSample> cpus,
        MemorySample memory,
        LoadSample load,
        PressureSample pressure,
        List<DiskSample> disks,
        List<FilesystemSample> filesystems,
        List<NetworkSample> networks,
        @Nullable Cgroups cgroups) {

    /**
     * A look at the control groups.
     *
     * @param intervalMicros since the look at them before; {@code null} where what happened in between has no rate
     */
    public record Cgroups(@Nullable Long intervalMicros, List<CgroupSample> groups) {
        public Cgroups {
            groups = List.copyOf(groups);
        }
    }

    /** Nothing was looked at. */
    public static final HostSample NOTHING = new HostSample(
            List.of(),
            MemorySample.UNKNOWN,
            LoadSample.UNKNOWN,
            PressureSample.UNKNOWN,
            List.of(),
            List.of(),
            List.of(),
            null);

    /** The same with a look at the control groups. */
    public HostSample with(Cgroups groups) {
        return new HostSample(cpus, memory, load, pressure, disks, filesystems, networks, groups);
    }

    public HostSample {
        cpus = List.copyOf(cpus);
        disks = List.copyOf(disks);
        filesystems = List.copyOf(filesystems);
        networks = List.copyOf(networks);
    }
}
