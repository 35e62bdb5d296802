package dev.tachograph.store;

import dev.tachograph.model.Balance;
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
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Figures of a host by chance: what is not known now and then, devices that come and go, groups that mostly do nothing. */
public final class RandomMetrics {
    private static final long MEMORY = 16_000_000_000L;

    private final RandomGenerator random;
    private final Map<String, FilesystemSample> filesystems = new TreeMap<>();
    private final Map<String, CgroupSample> groups = new TreeMap<>();
    private int looks;
    private long sinceGroups;

    public RandomMetrics(RandomGenerator random) {
        this.random = random;
    }

    /** The same look with everything else of the host. */
    public Tick addTo(Tick tick, List<ProcessExit> exits) {
        return new Tick(
                tick.bootId(),
                tick.at(),
                tick.intervalMicros(),
                tick.processes(),
                exits,
                next(tick.intervalMicros()),
                tick.costMicros(),
                new Balance(
                        tick.balance().hostBusyMicros(),
                        tick.intervalMicros() == null ? null : Long.valueOf(random.nextLong(100_000)),
                        tick.intervalMicros() == null ? null : maybe(random.nextLong(100_000))),
                tick.recorder());
    }

    private HostSample next(@Nullable Long interval) {
        looks++;
        return new HostSample(
                List.of(cpu(CpuSample.ALL, interval), cpu("0", interval), cpu("1", interval)),
                memory(interval),
                new LoadSample(
                        random.nextInt(100) / 4.0,
                        null,
                        1.0,
                        maybe(random.nextLong(9)),
                        0L,
                        random.nextLong(1000),
                        amount(interval, 50),
                        amount(interval, 10_000),
                        amount(interval, 10_000)),
                new PressureSample(
                        amount(interval, 1_000_000),
                        null,
                        amount(interval, 1000),
                        amount(interval, 1000),
                        amount(interval, 1_000_000),
                        null,
                        null),
                disks(interval),
                filesystems(),
                List.of(network("eth0", interval), network("evil\u001b\"'\n{}", interval)),
                cgroups(interval));
    }

    private @Nullable Long amount(@Nullable Long interval, long most) {
        return interval == null ? null : maybe(random.nextLong(most));
    }

    private @Nullable Long maybe(long value) {
        return random.nextInt(10) == 0 ? null : Long.valueOf(value);
    }

    private CpuSample cpu(String name, @Nullable Long interval) {
        return new CpuSample(
                name,
                amount(interval, 1_000_000),
                amount(interval, 1000),
                amount(interval, 1_000_000),
                amount(interval, 1000),
                amount(interval, 1000),
                amount(interval, 1000),
                amount(interval, 1000),
                amount(interval, 100_000),
                amount(interval, 5_000_000));
    }

    private MemorySample memory(@Nullable Long interval) {
        long available = random.nextLong(MEMORY);
        return new MemorySample(
                MEMORY,
                available,
                available / 2,
                maybe(random.nextLong(MEMORY)),
                1L,
                2L,
                3L,
                4L,
                5L,
                6L,
                7L,
                8L,
                9L,
                1_000_000L,
                maybe(random.nextLong(1_000_000)),
                0L,
                0L,
                amount(interval, 100),
                amount(interval, 100_000),
                amount(interval, 100_000),
                interval == null ? null : Long.valueOf(random.nextInt(20) == 0 ? 1 : 0));
    }

    private List<DiskSample> disks(@Nullable Long interval) {
        List<DiskSample> disks = new ArrayList<>(List.of(disk("sda", interval)));
        if (looks % 40 > 20) {
            disks.add(disk("sdb", looks % 40 == 21 ? null : interval));
        }
        return disks;
    }

    private DiskSample disk(String name, @Nullable Long interval) {
        return new DiskSample(
                name,
                amount(interval, 3),
                amount(interval, 100),
                amount(interval, 1),
                amount(interval, 1_000_000),
                amount(interval, 1_000_000),
                amount(interval, 1),
                amount(interval, 10_000),
                amount(interval, 10_000),
                amount(interval, 1_000_000),
                amount(interval, 1_000_000),
                random.nextLong(4));
    }

    private NetworkSample network(String name, @Nullable Long interval) {
        return new NetworkSample(
                name,
                true,
                null,
                amount(interval, 1_000_000),
                amount(interval, 1000),
                amount(interval, 2),
                amount(interval, 2),
                amount(interval, 1_000_000),
                amount(interval, 1000),
                amount(interval, 2),
                amount(interval, 2));
    }

    private List<FilesystemSample> filesystems() {
        for (String mountPoint : List.of("/", "/home")) {
            if (!filesystems.containsKey(mountPoint) || random.nextInt(8) == 0) {
                long used = random.nextLong(900_000_000);
                filesystems.put(
                        mountPoint,
                        new FilesystemSample(
                                mountPoint,
                                "/dev/x",
                                "ext4",
                                false,
                                1_000_000_000L,
                                used,
                                950_000_000L - used,
                                null,
                                null,
                                null));
            }
        }
        return List.copyOf(filesystems.values());
    }

    /** At every other look, as the real ones may be. */
    private HostSample.@Nullable Cgroups cgroups(@Nullable Long interval) {
        sinceGroups = interval == null ? -1 : sinceGroups < 0 ? sinceGroups : sinceGroups + interval;
        if (looks % 2 == 1) {
            return null;
        }
        Long over = sinceGroups <= 0 ? null : Long.valueOf(sinceGroups);
        sinceGroups = 0;
        for (String path : List.of("/", "/system.slice/a.service", "/system.slice/b.service", "/user.slice")) {
            if (path.equals("/user.slice") && looks % 60 < 20) {
                groups.remove(path);
            } else {
                groups.compute(path, (_, before) -> group(path, before, before == null ? null : over));
            }
        }
        return new HostSample.Cgroups(over, List.copyOf(groups.values()));
    }

    private CgroupSample group(String path, @Nullable CgroupSample before, @Nullable Long over) {
        boolean isQuiet = before != null && !path.equals("/") && random.nextInt(5) > 0;
        Long memoryBefore = isQuiet && before != null ? before.memoryBytes() : null;
        long memory = memoryBefore == null ? random.nextLong(1_000_000_000) : memoryBefore;
        Long cpu = over == null ? null : Long.valueOf(isQuiet ? 0 : 1 + random.nextLong(over));
        Long rest = over == null ? null : Long.valueOf(isQuiet ? 0 : random.nextLong(1000));
        return new CgroupSample(
                ControlGroup.of(path, path.endsWith(".service") ? path.substring(14) : null, null),
                cpu,
                cpu,
                rest,
                rest,
                memory,
                memory,
                null,
                memory / 10,
                rest,
                rest,
                memory % 100,
                1000L,
                rest,
                rest,
                rest,
                rest,
                rest,
                rest);
    }
}
