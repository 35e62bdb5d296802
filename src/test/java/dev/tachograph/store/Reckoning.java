package dev.tachograph.store;

import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.CpuSample;
import dev.tachograph.model.DiskSample;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.MemorySample;
import dev.tachograph.model.NetworkSample;
import dev.tachograph.model.ProcessDescription;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessKey;
import dev.tachograph.model.ProcessSample;
import dev.tachograph.model.Tick;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sums up ticks one after the other, as plainly as can be: what roll-ups have to be equal to. */
final class Reckoning {
    private static final long STRETCH_SECONDS = 600;

    private final ChronoUnit period;
    private final Map<Key, Group> groups = new HashMap<>();
    private final Map<Key, Series> series = new HashMap<>();
    private final TreeMap<Instant, Period> periods = new TreeMap<>();
    private final Map<String, FilesystemSample> mounted = new HashMap<>();
    private final Map<String, CgroupSample> cgroups = new HashMap<>();
    private Set<ProcessKey> seen = Set.of();
    private @Nullable Instant before;

    Reckoning(ChronoUnit period) {
        this.period = period;
    }

    /** One series in one period. */
    record Key(
            Instant at,
            @Nullable String name,
            @Nullable String unit,
            @Nullable String user) {}

    static final class Period {
        int ticks;
        int timed;
        long intervalMicros;
    }

    /** Processes of one name, unit and user. */
    static final class Group {
        int processesMax;
        int present;
        long cpuMicros;
        double cpuMin = Double.POSITIVE_INFINITY;
        double cpuMax;
        int cpuTicks;
        long rssMin = Long.MAX_VALUE;
        double rssSum;
        long rssMax;

        @Nullable Long read;

        @Nullable Long written;

        int exits;
        int unseen;

        @Nullable Long exitedMicros;

        @Nullable Long exitedRssMax;
    }

    /** A figure of a device. */
    static final class Series {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        double sum;
        double weight;
        double covered;
        double longest;

        void see(@Nullable Double value, double times) {
            if (value != null) {
                least = Math.min(least, value);
                most = Math.max(most, value);
                sum += value * times;
                weight += times;
            }
        }
    }

    Map<Key, Group> groups() {
        return groups;
    }

    Map<Key, Series> series() {
        return series;
    }

    Period period(Instant at) {
        return Objects.requireNonNull(periods.get(at));
    }

    void add(Tick tick) {
        Instant wall = tick.at().wall();
        Instant at = wall.truncatedTo(period);
        Period sum = periods.computeIfAbsent(at, _ -> new Period());
        sum.ticks++;
        if (tick.intervalMicros() != null) {
            sum.timed++;
            sum.intervalMicros += tick.intervalMicros();
        }
        processes(tick, at);
        tick.exits().forEach(exit -> exit(exit, at));
        seen = tick.processes().stream().map(ProcessSample::key).collect(Collectors.toSet());
        host(tick, at);
        if (tick.intervalMicros() == null || before == null || stretch(wall) != stretch(before)) {
            mounted.clear();
            cgroups.clear();
        }
        before = wall;
        sparse(tick, at);
    }

    private static long stretch(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STRETCH_SECONDS);
    }

    private Group group(Instant at, @Nullable String name, @Nullable String unit, @Nullable String user) {
        return groups.computeIfAbsent(new Key(at, name, unit, user), _ -> new Group());
    }

    private static String name(ProcessDescription description) {
        String name = description.name().split("[/:]", 2)[0];
        return description.kernelThread() && !name.isEmpty() ? name : description.name();
    }

    private void processes(Tick tick, Instant at) {
        Map<Group, List<ProcessSample>> now = new HashMap<>();
        for (ProcessSample each : tick.processes()) {
            ProcessDescription who = each.description();
            now.computeIfAbsent(group(at, name(who), who.unit(), who.user()), _ -> new ArrayList<>())
                    .add(each);
        }
        now.forEach((group, members) -> add(group, members, tick.intervalMicros()));
    }

    private static void add(Group group, List<ProcessSample> members, @Nullable Long interval) {
        group.processesMax = Math.max(group.processesMax, members.size());
        group.present++;
        long rss = members.stream()
                .mapToLong(each -> each.figures().residentBytes())
                .sum();
        group.rssMin = Math.min(group.rssMin, rss);
        group.rssMax = Math.max(group.rssMax, rss);
        group.rssSum += rss;
        List<Long> used = members.stream()
                .map(each -> each.activity().cpuMicros())
                .filter(Objects::nonNull)
                .toList();
        long cpu = used.stream().mapToLong(each -> each).sum();
        group.cpuMicros += cpu;
        if (interval != null) {
            group.cpuTicks++;
            group.cpuMin = Math.min(group.cpuMin, 100.0 * cpu / interval);
            group.cpuMax = Math.max(group.cpuMax, 100.0 * cpu / interval);
        }
        for (ProcessSample each : members) {
            group.read =
                    plus(group.read, each.figures().readBytes(), each.activity().readBytes());
            group.written = plus(
                    group.written,
                    each.figures().writtenBytes(),
                    each.activity().writtenBytes());
        }
    }

    private static @Nullable Long plus(@Nullable Long sum, @Nullable Long total, @Nullable Long amount) {
        return total == null ? sum : Long.valueOf((sum == null ? 0 : sum) + (amount == null ? 0 : amount));
    }

    private void exit(ProcessExit exit, Instant at) {
        String name = exit.name();
        Group group = group(
                at,
                name != null && name.startsWith("kworker/") ? "kworker" : name,
                exit.group().unit(),
                exit.user());
        group.exits++;
        Long start = exit.startTicks();
        if (start == null || !seen.contains(new ProcessKey(exit.pid(), start))) {
            group.unseen++;
            Long cpu = exit.cpuMicros();
            group.exitedMicros = plus(group.exitedMicros, cpu, cpu);
        }
        Long peak = exit.peakResidentBytes();
        if (peak != null) {
            group.exitedRssMax = group.exitedRssMax == null ? peak : Long.valueOf(Math.max(group.exitedRssMax, peak));
        }
    }

    private Series series(Instant at, String metric, String device) {
        return series.computeIfAbsent(new Key(at, metric, device, null), _ -> new Series());
    }

    private static @Nullable Double rate(double factor, @Nullable Long interval, @Nullable Long... amounts) {
        if (interval == null || Stream.of(amounts).anyMatch(Objects::isNull)) {
            return null;
        }
        return factor * Stream.of(amounts).mapToDouble(Long::doubleValue).sum() / interval;
    }

    private static long known(@Nullable Long value) {
        return Objects.requireNonNull(value);
    }

    private static @Nullable Double decimal(@Nullable Long value) {
        return value == null ? null : Double.valueOf(value);
    }

    private void host(Tick tick, Instant at) {
        HostSample host = tick.host();
        Long interval = tick.intervalMicros();
        for (CpuSample cpu : host.cpus()) {
            series(at, "cpu.busy", cpu.cpu())
                    .see(
                            rate(
                                    100,
                                    interval,
                                    cpu.userMicros(),
                                    cpu.niceMicros(),
                                    cpu.systemMicros(),
                                    cpu.irqMicros(),
                                    cpu.softirqMicros(),
                                    cpu.guestMicros()),
                            1);
            series(at, "cpu.steal", cpu.cpu()).see(rate(100, interval, cpu.stealMicros()), 1);
        }
        MemorySample memory = host.memory();
        series(at, "memory.used_bytes", "")
                .see(known(memory.totalBytes()) - (double) known(memory.availableBytes()), 1);
        series(at, "memory.total_bytes", "").see(decimal(memory.totalBytes()), 1);
        series(at, "memory.major_faults", "").see(rate(1e6, interval, memory.majorFaults()), 1);
        series(at, "load.load1", "").see(host.load().load1(), 1);
        series(at, "load.load15", "").see(host.load().load15(), 1);
        series(at, "pressure.io_some", "")
                .see(rate(100, interval, host.pressure().ioSomeMicros()), 1);
        for (DiskSample disk : host.disks()) {
            series(at, "disks.read_rate", disk.device()).see(rate(1e6, interval, disk.readBytes()), 1);
            Long reads = disk.reads();
            series(at, "disks.read_await", disk.device())
                    .see(
                            reads == null || reads == 0 ? null : Double.valueOf(known(disk.readMicros()) / 1e3 / reads),
                            1);
        }
        for (NetworkSample network : host.networks()) {
            series(at, "networks.receive_errors", network.name()).see(decimal(network.receiveErrors()), 1);
        }
    }

    private void sparse(Tick tick, Instant at) {
        for (FilesystemSample each : tick.host().filesystems()) {
            mounted.put(each.mountPoint(), each);
        }
        mounted.forEach((mount, each) -> {
            series(at, "filesystems.used_bytes", mount).see(decimal(each.usedBytes()), 1);
            series(at, "filesystems.inodes_used", mount).see(decimal(each.inodesUsed()), 1);
        });
        HostSample.Cgroups look = tick.host().cgroups();
        if (look != null) {
            cgroups.clear();
            look.groups().forEach(each -> cgroups.put(each.path(), each));
        }
        cgroups.forEach((path, each) -> {
            series(at, "cgroups.mem_usage", path).see(decimal(each.memoryBytes()), 1);
            series(at, "cgroups.pids", path).see(decimal(each.pids()), 1);
            if (look != null && !each.isQuiet()) {
                amount(series(at, "cgroups.cpu_usage", path), look.intervalMicros(), 100, each.cpuMicros());
                amount(series(at, "cgroups.oom_kills", path), look.intervalMicros(), 0, each.oomKills());
            }
        });
    }

    /**
     * Of what happened since the look before.
     *
     * @param percent 0 for a plain number
     */
    private static void amount(Series sum, @Nullable Long interval, int percent, @Nullable Long amount) {
        if (interval != null && amount != null) {
            double value = percent == 0 ? amount : (double) percent * amount / interval;
            sum.least = Math.min(sum.least, value);
            sum.most = Math.max(sum.most, value);
            sum.sum += percent == 0 ? amount : value * interval;
            sum.covered += interval;
            sum.longest = Math.max(sum.longest, interval);
        }
    }
}
