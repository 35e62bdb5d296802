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
import dev.tachograph.model.Tick;
import dev.tachograph.store.HostEncoder.CgroupRow;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the figures of the host that belong to a tick. */
final class HostWriting {
    private HostWriting() {}

    /** Adds the figures of a tick to a transaction; nothing for a tick without them. */
    static void add(WriteTransaction transaction, int number, Tick tick, HostEncoder.Rows rows) throws SQLException {
        if (rows.isNothing()) {
            return;
        }
        HostSample host = rows.host();
        Long interval = tick.intervalMicros();
        var begin = new Begin(number, Micros.of(tick.at().wall()));
        transaction.insert("host", List.of(host), (to, row) -> {
            begin.write(to, interval);
            memory(to, row.memory());
            load(to, row.load());
            pressure(to, row.pressure());
        });
        transaction.insert("cpus", host.cpus(), (to, row) -> {
            begin.write(to, interval);
            cpu(to, row);
        });
        transaction.insert("disks", host.disks(), (to, row) -> {
            begin.write(to, interval);
            disk(to, row);
        });
        transaction.insert("networks", host.networks(), (to, row) -> {
            begin.write(to, interval);
            network(to, row);
        });
        transaction.append("filesystems", rows.filesystems(), (to, row) -> {
            begin.write(to);
            filesystem(to, row);
        });
        HostSample.Cgroups cgroups = host.cgroups();
        transaction.append("cgroups", rows.cgroups(), (to, row) -> {
            begin.write(to, cgroups == null ? null : cgroups.intervalMicros());
            cgroup(to, row);
        });
    }

    /** What every row begins with. */
    private record Begin(int number, long wallMicros) {
        void write(NewRow to) throws SQLException {
            to.append(number);
            to.appendEpochMicros(wallMicros);
        }

        void write(NewRow to, @Nullable Long intervalMicros) throws SQLException {
            write(to);
            to.append(intervalMicros);
        }
    }

    private static void memory(NewRow to, MemorySample memory) throws SQLException {
        to.append(memory.totalBytes());
        to.append(memory.availableBytes());
        to.append(memory.freeBytes());
        to.append(memory.cachedBytes());
        to.append(memory.buffersBytes());
        to.append(memory.dirtyBytes());
        to.append(memory.writebackBytes());
        to.append(memory.anonymousBytes());
        to.append(memory.sharedBytes());
        to.append(memory.slabBytes());
        to.append(memory.slabReclaimableBytes());
        to.append(memory.pageTablesBytes());
        to.append(memory.committedBytes());
        to.append(memory.swapTotalBytes());
        to.append(memory.swapFreeBytes());
        to.append(memory.hugeTotalBytes());
        to.append(memory.hugeFreeBytes());
        to.append(memory.majorFaults());
        to.append(memory.swapInBytes());
        to.append(memory.swapOutBytes());
        to.append(memory.oomKills());
    }

    private static void load(NewRow to, LoadSample load) throws SQLException {
        to.append(decimal(load.load1()));
        to.append(decimal(load.load5()));
        to.append(decimal(load.load15()));
        to.append(load.running());
        to.append(load.blocked());
        to.append(load.threads());
        to.append(load.forks());
        to.append(load.contextSwitches());
        to.append(load.interrupts());
    }

    private static @Nullable Float decimal(@Nullable Double value) {
        return value == null ? null : Float.valueOf(value.floatValue());
    }

    private static void pressure(NewRow to, PressureSample pressure) throws SQLException {
        to.append(pressure.cpuSomeMicros());
        to.append(pressure.cpuFullMicros());
        to.append(pressure.memorySomeMicros());
        to.append(pressure.memoryFullMicros());
        to.append(pressure.ioSomeMicros());
        to.append(pressure.ioFullMicros());
        to.append(pressure.irqFullMicros());
    }

    private static void cpu(NewRow to, CpuSample cpu) throws SQLException {
        to.append(cpu.cpu());
        to.append(cpu.userMicros());
        to.append(cpu.niceMicros());
        to.append(cpu.systemMicros());
        to.append(cpu.irqMicros());
        to.append(cpu.softirqMicros());
        to.append(cpu.stealMicros());
        to.append(cpu.guestMicros());
        to.append(cpu.iowaitMicros());
        to.append(cpu.idleMicros());
    }

    private static void disk(NewRow to, DiskSample disk) throws SQLException {
        to.append(disk.device());
        to.append(disk.reads());
        to.append(disk.writes());
        to.append(disk.discards());
        to.append(disk.readBytes());
        to.append(disk.writtenBytes());
        to.append(disk.discardedBytes());
        to.append(disk.readMicros());
        to.append(disk.writeMicros());
        to.append(disk.busyMicros());
        to.append(disk.queueMicros());
        to.append(disk.inFlight());
    }

    private static void network(NewRow to, NetworkSample network) throws SQLException {
        to.append(network.name());
        to.append(network.up());
        to.append(network.speedBits());
        to.append(network.receivedBytes());
        to.append(network.receivedPackets());
        to.append(network.receiveErrors());
        to.append(network.receiveDrops());
        to.append(network.sentBytes());
        to.append(network.sentPackets());
        to.append(network.sendErrors());
        to.append(network.sendDrops());
    }

    private static void filesystem(NewRow to, FilesystemSample filesystem) throws SQLException {
        to.append(filesystem.mountPoint());
        to.append(filesystem.device());
        to.append(filesystem.type());
        to.append(filesystem.readOnly());
        to.append(filesystem.sizeBytes());
        to.append(filesystem.usedBytes());
        to.append(filesystem.availableBytes());
        to.append(filesystem.inodes());
        to.append(filesystem.inodesUsed());
        to.append(filesystem.trouble());
    }

    private static void cgroup(NewRow to, CgroupRow row) throws SQLException {
        CgroupSample cgroup = row.cgroup();
        ControlGroup group = cgroup.group();
        to.append(cgroup.path());
        to.append(group.unit());
        to.append(group.userUnit());
        to.append(group.slice());
        to.append(group.container());
        to.append(group.runtime());
        to.append(group.containerName());
        to.append(row.isGone());
        if (row.isGone()) {
            for (int figure = 0; figure < 18; figure++) {
                to.appendNull();
            }
            return;
        }
        to.append(cgroup.cpuMicros());
        to.append(cgroup.userMicros());
        to.append(cgroup.systemMicros());
        to.append(cgroup.throttledMicros());
        to.append(cgroup.memoryBytes());
        to.append(cgroup.memoryPeakBytes());
        to.append(cgroup.memoryLimitBytes());
        to.append(cgroup.swapBytes());
        to.append(cgroup.readBytes());
        to.append(cgroup.writtenBytes());
        to.append(cgroup.pids());
        to.append(cgroup.pidsLimit());
        to.append(cgroup.cpuSomeMicros());
        to.append(cgroup.memorySomeMicros());
        to.append(cgroup.memoryFullMicros());
        to.append(cgroup.ioSomeMicros());
        to.append(cgroup.ioFullMicros());
        to.append(cgroup.oomKills());
    }
}
