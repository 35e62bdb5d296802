package dev.tachograph.simulation;

import dev.tachograph.model.Balance;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.LoadSample;
import dev.tachograph.model.PressureSample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the made-up host has beside its processes. It does what they did and nothing of its own accord, and draws from a chance
 * of its own: with or without it, the processes are the same. For one thread.
 */
final class Hardware {
    private static final long HARDWARE_SEED = 0x6861_7264L;
    private static final int SMALL = 100;
    private static final int PER_RACK = 1000;
    private static final int CPUS_OF_RACK = 8;
    private static final double CROWDED = 0.9;

    private final int cpuCount;
    private final @Nullable Trouble trouble;
    private final SyntheticCpus cpus;
    private final SyntheticMemory memory;
    private final SyntheticLoad load;
    private final SyntheticPressure pressure;
    private final SyntheticDisks disks;
    private final SyntheticFilesystems filesystems;
    private final SyntheticNetworks networks;
    private final SyntheticCgroups cgroups;

    /** @param begin what there is when the history begins */
    Hardware(HistoryPlan plan, @Nullable Trouble trouble, Doings.Sums begin) {
        var chance = new Chance(plan.seed() ^ HARDWARE_SEED);
        this.trouble = trouble;
        cpuCount = cpus(plan.processes());
        cpus = new SyntheticCpus(cpuCount, chance);
        memory = new SyntheticMemory(begin.residentBytes(), begin.threads(), chance);
        load = new SyntheticLoad(chance);
        pressure = new SyntheticPressure(chance);
        disks = new SyntheticDisks(chance);
        filesystems = new SyntheticFilesystems(trouble);
        networks = new SyntheticNetworks(plan.processes(), chance);
        cgroups = new SyntheticCgroups(trouble);
    }

    /** Four CPUs for a few processes, eight for hundreds, and more for thousands. */
    static int cpus(int processes) {
        return processes <= SMALL ? CPUS_OF_RACK / 2 : CPUS_OF_RACK * ((processes + PER_RACK - 1) / PER_RACK);
    }

    /** What was seen of it, and where the CPU time went. */
    record Seen(HostSample host, Balance balance) {}

    /**
     * Lets an interval pass.
     *
     * @param lastOfExits what each of those that ended did since the look before, in their order
     */
    Seen look(Doings did, List<Work> lastOfExits) {
        disks.write(did);
        SyntheticMemory.Seen has = memory.look(did, disks.dirtyBytes());
        SyntheticDisks.Seen disk = disks.look(did, has.swapInBytes(), has.swapOutBytes());
        SyntheticNetworks.Seen network = networks.look(did, trouble == null ? 1 : trouble.visitors(did.nowMicros()));
        SyntheticCpus.Seen cpu = cpus.look(did, network.packets(), disk.busyMicros() / 2);
        double busy = cpu.busyShare() * cpuCount * did.elapsedMicros();
        double crowded = Math.max(0, cpu.busyShare() - CROWDED) * 10 * cpuCount;
        LoadSample todo = load.look(did, busy, crowded, network.packets());
        PressureSample waited = pressure.look(did, cpu.busyShare(), has.want(), disk.busyMicros());
        var host = new HostSample(
                cpu.samples(),
                has.sample(),
                todo,
                waited,
                disk.samples(),
                filesystems.at(did.nowMicros()),
                network.samples(),
                cgroups.look(did, lastOfExits, waited, has.swappedBytes()));
        return new Seen(host, new Balance(cpu.busyMicros(), did.known(did.exitedMicros()), cpu.interruptMicros()));
    }
}
