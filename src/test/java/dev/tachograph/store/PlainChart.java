package dev.tachograph.store;

import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.CpuSample;
import dev.tachograph.model.DiskSample;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.MemorySample;
import dev.tachograph.model.NetworkSample;
import dev.tachograph.model.Tick;
import dev.tachograph.query.ChartTable;
import dev.tachograph.store.HostTable.Metric;
import dev.tachograph.store.HostTable.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The points of a chart as docs/http.md says, tick by tick, without a database. Checks a choice of figures of each table. */
final class PlainChart {
    private PlainChart() {}

    /** What one step has. */
    static final class Bin {
        private double min = Double.MAX_VALUE;
        private double max = -Double.MAX_VALUE;
        private double sum;
        private double weight;

        void add(double value, double by) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            sum += value * by;
            weight += by;
        }

        double min() {
            return min;
        }

        double avg() {
            return sum / weight;
        }

        double max() {
            return max;
        }
    }

    static String key(String device, Metric metric, long beginMillis) {
        return beginMillis + " " + device + " " + metric.column();
    }

    static Map<String, Bin> of(List<Tick> ticks, ChartTable table, Instant from, Instant to, Duration step) {
        Map<String, Bin> bins = new TreeMap<>();
        for (Tick tick : ticks) {
            Instant at = tick.at().wall();
            if (at.isBefore(from) || !at.isBefore(to)) {
                continue;
            }
            long begin = Math.floorDiv(at.toEpochMilli(), step.toMillis()) * step.toMillis();
            Values values = (device, column, value, interval) -> {
                if (value != null) {
                    double known = value;
                    table.metric(column)
                            .ifPresent(metric -> bins.computeIfAbsent(key(device, metric, begin), _ -> new Bin())
                                    .add(known, weight(table, metric, interval)));
                }
            };
            add(values, table.name(), tick);
        }
        return bins;
    }

    private static double weight(ChartTable table, Metric metric, @Nullable Long interval) {
        boolean isOfInstant = !metric.unit().isOfInterval() || table.name().equals("filesystems");
        return isOfInstant || metric.unit() == Unit.COUNT || interval == null ? 1 : interval;
    }

    private interface Values {
        void add(String device, String column, @Nullable Double value, @Nullable Long interval);
    }

    private static @Nullable Double per(double factor, @Nullable Long amount, @Nullable Long interval) {
        return amount == null || interval == null ? null : Double.valueOf(factor * amount / interval);
    }

    private static @Nullable Double plain(@Nullable Number number) {
        return number == null ? null : Double.valueOf(number.doubleValue());
    }

    private static @Nullable Double minus(@Nullable Long a, @Nullable Long b) {
        return a == null || b == null ? null : Double.valueOf((double) (a - b));
    }

    private static @Nullable Long sum(@Nullable Long... amounts) {
        long sum = 0;
        for (Long amount : amounts) {
            if (amount == null) {
                return null;
            }
            sum += amount;
        }
        return sum;
    }

    private static void add(Values to, String table, Tick tick) {
        Long over = tick.intervalMicros();
        HostSample host = tick.host();
        switch (table) {
            case "cpu" -> host.cpus().forEach(cpu -> cpu(to, cpu, over));
            case "memory" -> memory(to, host.memory(), over);
            case "load" -> load(to, host, over);
            case "pressure" -> pressure(to, host, over);
            case "disks" -> host.disks().forEach(disk -> disk(to, disk, over));
            case "networks" -> host.networks().forEach(network -> network(to, network, over));
            case "filesystems" -> host.filesystems().forEach(each -> filesystem(to, each));
            case "cgroups" -> {
                HostSample.Cgroups look = host.cgroups();
                if (look != null) {
                    look.groups().forEach(group -> cgroup(to, group, look.intervalMicros()));
                }
            }
            case "ticks" -> balance(to, tick, over);
            case "recorder" -> recorder(to, tick, over);
            default -> throw new AssertionError(table);
        }
    }

    private static void cpu(Values to, CpuSample cpu, @Nullable Long over) {
        Long busy = sum(
                cpu.userMicros(),
                cpu.niceMicros(),
                cpu.systemMicros(),
                cpu.irqMicros(),
                cpu.softirqMicros(),
                cpu.guestMicros());
        to.add(cpu.cpu(), "busy", per(100, busy, over), over);
        to.add(cpu.cpu(), "user", per(100, cpu.userMicros(), over), over);
        to.add(cpu.cpu(), "nice", per(100, cpu.niceMicros(), over), over);
        to.add(cpu.cpu(), "system", per(100, cpu.systemMicros(), over), over);
        to.add(cpu.cpu(), "irq", per(100, cpu.irqMicros(), over), over);
        to.add(cpu.cpu(), "softirq", per(100, cpu.softirqMicros(), over), over);
        to.add(cpu.cpu(), "steal", per(100, cpu.stealMicros(), over), over);
        to.add(cpu.cpu(), "guest", per(100, cpu.guestMicros(), over), over);
        to.add(cpu.cpu(), "iowait", per(100, cpu.iowaitMicros(), over), over);
        to.add(cpu.cpu(), "idle", per(100, cpu.idleMicros(), over), over);
    }

    private static void memory(Values to, MemorySample memory, @Nullable Long over) {
        to.add("", "total_bytes", plain(memory.totalBytes()), over);
        to.add("", "available_bytes", plain(memory.availableBytes()), over);
        to.add("", "used_bytes", minus(memory.totalBytes(), memory.availableBytes()), over);
        to.add("", "free_bytes", plain(memory.freeBytes()), over);
        to.add("", "cached_bytes", plain(memory.cachedBytes()), over);
        to.add("", "buffers_bytes", plain(memory.buffersBytes()), over);
        to.add("", "dirty_bytes", plain(memory.dirtyBytes()), over);
        to.add("", "writeback_bytes", plain(memory.writebackBytes()), over);
        to.add("", "anonymous_bytes", plain(memory.anonymousBytes()), over);
        to.add("", "shared_bytes", plain(memory.sharedBytes()), over);
        to.add("", "slab_bytes", plain(memory.slabBytes()), over);
        to.add("", "slab_reclaimable_bytes", plain(memory.slabReclaimableBytes()), over);
        to.add("", "page_tables_bytes", plain(memory.pageTablesBytes()), over);
        to.add("", "committed_bytes", plain(memory.committedBytes()), over);
        to.add("", "swap_total_bytes", plain(memory.swapTotalBytes()), over);
        to.add("", "swap_used_bytes", minus(memory.swapTotalBytes(), memory.swapFreeBytes()), over);
        to.add("", "huge_total_bytes", plain(memory.hugeTotalBytes()), over);
        to.add("", "huge_free_bytes", plain(memory.hugeFreeBytes()), over);
        to.add("", "major_faults", per(1e6, memory.majorFaults(), over), over);
        to.add("", "swap_in_rate", per(1e6, memory.swapInBytes(), over), over);
        to.add("", "swap_out_rate", per(1e6, memory.swapOutBytes(), over), over);
        to.add("", "oom_kills", plain(memory.oomKills()), over);
    }

    private static void load(Values to, HostSample host, @Nullable Long over) {
        to.add("", "load1", plain(host.load().load1()), over);
        to.add("", "load5", plain(host.load().load5()), over);
        to.add("", "load15", plain(host.load().load15()), over);
        to.add("", "running", plain(host.load().running()), over);
        to.add("", "blocked", plain(host.load().blocked()), over);
        to.add("", "threads", plain(host.load().threads()), over);
        to.add("", "forks", per(1e6, host.load().forks(), over), over);
        to.add("", "context_switches", per(1e6, host.load().contextSwitches(), over), over);
        to.add("", "interrupts", per(1e6, host.load().interrupts(), over), over);
    }

    private static void pressure(Values to, HostSample host, @Nullable Long over) {
        to.add("", "cpu_some", per(100, host.pressure().cpuSomeMicros(), over), over);
        to.add("", "cpu_full", per(100, host.pressure().cpuFullMicros(), over), over);
        to.add("", "memory_some", per(100, host.pressure().memorySomeMicros(), over), over);
        to.add("", "memory_full", per(100, host.pressure().memoryFullMicros(), over), over);
        to.add("", "io_some", per(100, host.pressure().ioSomeMicros(), over), over);
        to.add("", "io_full", per(100, host.pressure().ioFullMicros(), over), over);
        to.add("", "irq_full", per(100, host.pressure().irqFullMicros(), over), over);
    }

    private static void disk(Values to, DiskSample disk, @Nullable Long over) {
        to.add(disk.device(), "read_rate", per(1e6, disk.readBytes(), over), over);
        to.add(disk.device(), "write_rate", per(1e6, disk.writtenBytes(), over), over);
        to.add(disk.device(), "discard_rate", per(1e6, disk.discardedBytes(), over), over);
        to.add(disk.device(), "read_ops", per(1e6, disk.reads(), over), over);
        to.add(disk.device(), "write_ops", per(1e6, disk.writes(), over), over);
        to.add(disk.device(), "read_await", await(disk.readMicros(), disk.reads()), over);
        to.add(disk.device(), "write_await", await(disk.writeMicros(), disk.writes()), over);
        to.add(disk.device(), "queue", per(1, disk.queueMicros(), over), over);
        to.add(disk.device(), "in_flight", plain(disk.inFlight()), over);
        to.add(disk.device(), "busy", per(100, disk.busyMicros(), over), over);
    }

    private static @Nullable Double await(@Nullable Long micros, @Nullable Long operations) {
        return micros == null || operations == null || operations == 0
                ? null
                : Double.valueOf(micros / 1e3 / operations);
    }

    private static void network(Values to, NetworkSample network, @Nullable Long over) {
        to.add(network.name(), "receive_rate", per(1e6, network.receivedBytes(), over), over);
        to.add(network.name(), "send_rate", per(1e6, network.sentBytes(), over), over);
        to.add(network.name(), "receive_packet_rate", per(1e6, network.receivedPackets(), over), over);
        to.add(network.name(), "send_packet_rate", per(1e6, network.sentPackets(), over), over);
        to.add(network.name(), "receive_errors", plain(network.receiveErrors()), over);
        to.add(network.name(), "receive_drops", plain(network.receiveDrops()), over);
        to.add(network.name(), "send_errors", plain(network.sendErrors()), over);
        to.add(network.name(), "send_drops", plain(network.sendDrops()), over);
    }

    private static void filesystem(Values to, FilesystemSample each) {
        Long used = each.usedBytes();
        Long available = each.availableBytes();
        to.add(each.mountPoint(), "size_bytes", plain(each.sizeBytes()), null);
        to.add(each.mountPoint(), "used_bytes", plain(used), null);
        to.add(each.mountPoint(), "available_bytes", plain(available), null);
        to.add(
                each.mountPoint(),
                "used_percent",
                used == null || available == null ? null : Double.valueOf(100.0 * used / (used + available)),
                null);
        to.add(each.mountPoint(), "inodes", plain(each.inodes()), null);
        to.add(each.mountPoint(), "inodes_used", plain(each.inodesUsed()), null);
    }

    private static void cgroup(Values to, CgroupSample group, @Nullable Long over) {
        String path = group.path();
        to.add(path, "cpu_usage", per(100, group.cpuMicros(), over), over);
        to.add(path, "user_usage", per(100, group.userMicros(), over), over);
        to.add(path, "system_usage", per(100, group.systemMicros(), over), over);
        to.add(path, "throttled", per(100, group.throttledMicros(), over), over);
        to.add(path, "mem_usage", plain(group.memoryBytes()), over);
        to.add(path, "mem_peak", plain(group.memoryPeakBytes()), over);
        to.add(path, "mem_limit", plain(group.memoryLimitBytes()), over);
        to.add(path, "swap_usage", plain(group.swapBytes()), over);
        to.add(path, "read_rate", per(1e6, group.readBytes(), over), over);
        to.add(path, "write_rate", per(1e6, group.writtenBytes(), over), over);
        to.add(path, "pids", plain(group.pids()), over);
        to.add(path, "pids_limit", plain(group.pidsLimit()), over);
        to.add(path, "cpu_pressure", per(100, group.cpuSomeMicros(), over), over);
        to.add(path, "memory_pressure", per(100, group.memorySomeMicros(), over), over);
        to.add(path, "memory_full_pressure", per(100, group.memoryFullMicros(), over), over);
        to.add(path, "io_pressure", per(100, group.ioSomeMicros(), over), over);
        to.add(path, "io_full_pressure", per(100, group.ioFullMicros(), over), over);
        to.add(path, "oom_kills", plain(group.oomKills()), over);
    }

    private static void balance(Values to, Tick tick, @Nullable Long over) {
        Long busy = tick.balance().hostBusyMicros();
        Long attributed = tick.attributedMicros();
        Long exited = tick.balance().exitedMicros();
        Long interrupt = tick.balance().interruptMicros();
        to.add("", "busy", per(100, busy, over), over);
        to.add("", "attributed", per(100, attributed, over), over);
        to.add("", "exited", per(100, exited, over), over);
        to.add("", "interrupt", per(100, interrupt, over), over);
        Long rest = busy == null || attributed == null
                ? null
                : Long.valueOf(busy - attributed - (exited == null ? 0 : exited) - (interrupt == null ? 0 : interrupt));
        to.add("", "unattributed", per(100, rest, over), over);
        to.add("", "processes", plain(tick.processes().size()), over);
        to.add("", "exits", plain(tick.exits().size()), over);
    }

    private static void recorder(Values to, Tick tick, @Nullable Long over) {
        to.add("", "cpu_usage", per(100, tick.recorder().cpuMicros(), over), over);
        to.add("", "rss_bytes", plain(tick.recorder().residentBytes()), over);
        to.add("", "write_rate", per(1e6, tick.recorder().writtenBytes(), over), over);
        to.add("", "queue_depth", plain(tick.recorder().queueDepth()), over);
        to.add("", "queued_log_bytes", plain(tick.recorder().queuedLogBytes()), over);
        to.add("", "look", per(100, tick.costMicros(), over), over);
        to.add("", "processes", per(100, tick.recorder().probes().processesMicros(), over), over);
        to.add("", "host", per(100, tick.recorder().probes().hostMicros(), over), over);
        to.add("", "cgroups", per(100, tick.recorder().probes().cgroupsMicros(), over), over);
        to.add("", "exits", per(100, tick.recorder().probes().exitsMicros(), over), over);
    }
}
