package dev.tachograph.store;

import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.CpuSample;
import dev.tachograph.model.DiskSample;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.LoadSample;
import dev.tachograph.model.MemorySample;
import dev.tachograph.model.NetworkSample;
import dev.tachograph.model.PressureSample;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Figures of a host by chance: some are never known, some looks are left out, devices and control groups come and go. */
final class RandomFigures {
    private static final List<String> MOUNTS = List.of("/", "/home", "/mnt/it's \ud83d\udc27");

    private final RandomGenerator random;
    private final int mostGroups;
    private final boolean hasPressure;
    private final TreeMap<String, FilesystemSample> filesystems = new TreeMap<>();
    private final TreeMap<String, CgroupSample> cgroups = new TreeMap<>();
    /** Since the look at control groups before; {@code null} where it has no rate. */
    private @Nullable Long sinceCgroups;

    RandomFigures(RandomGenerator random) {
        this(random, 6);
    }

    /** @param mostGroups how many control groups there are at most; half of them do little */
    RandomFigures(RandomGenerator random, int mostGroups) {
        this.random = random;
        this.mostGroups = mostGroups;
        hasPressure = random.nextBoolean();
        MOUNTS.forEach(mount -> filesystems.put(mount, filesystem(mount)));
    }

    /** Looks at everything. */
    HostSample look(@Nullable Long intervalMicros) {
        MOUNTS.forEach(mount -> {
            if (random.nextInt(20) == 0) {
                filesystems.put(mount, filesystem(mount));
            }
        });
        if (intervalMicros == null) {
            sinceCgroups = null;
        } else if (sinceCgroups != null) {
            sinceCgroups += intervalMicros;
        }
        List<FilesystemSample> mounted = random.nextInt(5) == 0 ? List.of() : List.copyOf(filesystems.values());
        return new HostSample(
                cpus(intervalMicros),
                memory(intervalMicros),
                load(intervalMicros),
                hasPressure ? pressure(intervalMicros) : PressureSample.UNKNOWN,
                List.of(disk("sda", intervalMicros), disk("nvme0n1", intervalMicros)),
                mounted,
                List.of(network("lo", intervalMicros), network("eth0", intervalMicros)),
                random.nextInt(4) == 0 ? null : cgroups());
    }

    private List<CpuSample> cpus(@Nullable Long interval) {
        var cpus = new ArrayList<CpuSample>();
        for (String cpu : List.of(CpuSample.ALL, "0", "1")) {
            cpus.add(new CpuSample(
                    cpu,
                    amount(interval, 1_000_000),
                    amount(interval, 1000),
                    amount(interval, 1_000_000),
                    amount(interval, 100),
                    amount(interval, 100),
                    amount(interval, 1),
                    amount(interval, 1),
                    amount(interval, 1_000_000),
                    amount(interval, 5_000_000)));
        }
        return cpus;
    }

    private @Nullable Long amount(@Nullable Long interval, int below) {
        return interval == null ? null : Long.valueOf(random.nextInt(below));
    }

    private MemorySample memory(@Nullable Long interval) {
        long total = 16L << 30;
        return new MemorySample(
                total,
                random.nextLong(total),
                random.nextLong(total),
                1L << 30,
                null,
                random.nextLong(1 << 20),
                0L,
                random.nextLong(total),
                0L,
                1L << 27,
                1L << 26,
                null,
                random.nextLong(total),
                0L,
                0L,
                null,
                null,
                amount(interval, 100),
                amount(interval, 1),
                amount(interval, 1 << 20),
                amount(interval, 2));
    }

    private LoadSample load(@Nullable Long interval) {
        return new LoadSample(
                random.nextInt(1000) / 100.0,
                1.25,
                null,
                random.nextLong(9),
                random.nextLong(2),
                200 + random.nextLong(9),
                amount(interval, 50),
                amount(interval, 50_000),
                amount(interval, 20_000));
    }

    private PressureSample pressure(@Nullable Long interval) {
        return new PressureSample(
                amount(interval, 100_000),
                amount(interval, 1),
                amount(interval, 1000),
                amount(interval, 100),
                amount(interval, 1_000_000),
                amount(interval, 1_000_000),
                null);
    }

    private DiskSample disk(String device, @Nullable Long interval) {
        boolean isIdle = random.nextInt(3) == 0;
        return new DiskSample(
                device,
                amount(interval, isIdle ? 1 : 500),
                amount(interval, isIdle ? 1 : 500),
                null,
                amount(interval, isIdle ? 1 : 1 << 24),
                amount(interval, isIdle ? 1 : 1 << 24),
                null,
                amount(interval, 1_000_000),
                amount(interval, 1_000_000),
                amount(interval, 4_000_000),
                amount(interval, 9_000_000),
                random.nextLong(4));
    }

    private FilesystemSample filesystem(String mount) {
        long used = random.nextLong(1L << 40);
        boolean hasInodes = !mount.equals("/home");
        return new FilesystemSample(
                mount,
                "/dev/sda" + mount.length(),
                "ext4",
                mount.equals("/home"),
                1L << 40,
                used,
                (1L << 40) - used,
                hasInodes ? Long.valueOf(1 << 24) : null,
                hasInodes ? Long.valueOf(random.nextInt(1 << 24)) : null,
                null);
    }

    private NetworkSample network(String name, @Nullable Long interval) {
        return new NetworkSample(
                name,
                true,
                name.equals("lo") ? null : Long.valueOf(1_000_000_000),
                amount(interval, 1 << 26),
                amount(interval, 50_000),
                amount(interval, 3),
                amount(interval, 1),
                amount(interval, 1 << 20),
                amount(interval, 5000),
                amount(interval, 1),
                amount(interval, 1));
    }

    private HostSample.Cgroups cgroups() {
        Long interval = sinceCgroups;
        sinceCgroups = 0L;
        for (int i = 0; i < mostGroups; i++) {
            String path = "/system.slice/s%d.service".formatted(i);
            CgroupSample before = cgroups.get(path);
            int fate = random.nextInt(100);
            if (before == null ? fate < 20 : fate < 96) {
                cgroups.put(path, cgroup(path, before, interval, 2 * i >= mostGroups && fate < 70));
            } else {
                cgroups.remove(path);
            }
        }
        return new HostSample.Cgroups(interval, List.copyOf(cgroups.values()));
    }

    private CgroupSample cgroup(String path, @Nullable CgroupSample before, @Nullable Long interval, boolean isQuiet) {
        Long known = before == null ? null : interval;
        long cpu = isQuiet ? 0 : 1 + random.nextInt(1_000_000);
        Long memory = before != null && isQuiet ? before.memoryBytes() : Long.valueOf(random.nextInt(1 << 20) * 4096L);
        return new CgroupSample(
                ControlGroup.of(path, path.substring(path.lastIndexOf('/') + 1), null),
                known == null ? null : Long.valueOf(cpu),
                known == null ? null : Long.valueOf(cpu / 2),
                known == null ? null : Long.valueOf(cpu - cpu / 2),
                known == null ? null : Long.valueOf(0),
                memory,
                memory,
                null,
                0L,
                null,
                null,
                before != null && isQuiet ? before.pids() : Long.valueOf(1 + random.nextInt(9)),
                1000L,
                null,
                null,
                null,
                null,
                null,
                known == null ? null : Long.valueOf(isQuiet ? 0 : random.nextInt(2)));
    }
}
