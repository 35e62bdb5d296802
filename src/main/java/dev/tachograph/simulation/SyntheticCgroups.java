package dev.tachograph.simulation;

import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.ControlGroup;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.PressureSample;
import dev.tachograph.model.ProcessActivity;
import dev.tachograph.model.ProcessExit;
import dev.tachograph.model.ProcessFigures;
import dev.tachograph.model.ProcessSample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of the made-up host: each is the sum of its processes and of the groups in it, and is there as long as it
 * has any. For one thread.
 */
final class SyntheticCgroups {
    private static final String ROOT = "/";
    private static final double SYSTEM_SHARE = 0.25;
    private static final double OTHERS_WAIT = 0.2;
    private static final long PIDS_OF_SERVICE = 4915;
    private static final String SERVICE = ".service";

    private final @Nullable Trouble trouble;
    private final Map<String, Group> groups = new HashMap<>();
    private List<Group> ordered = List.of(); // each before those in it

    SyntheticCgroups(@Nullable Trouble trouble) {
        this.trouble = trouble;
    }

    /** A group, and what its processes come to. */
    private static final class Group {
        private final ControlGroup place;
        private final @Nullable Group parent;
        private boolean isThere;
        private long cpuMicros;
        private long readBytes;
        private long writtenBytes;
        private long memoryBytes;
        private long peakBytes;
        private long swapBytes;
        private long pids;
        private long oomKills;
        private boolean isLeaking;

        Group(ControlGroup place, @Nullable Group parent) {
            this.place = place;
            this.parent = parent;
        }

        String path() {
            return place.path() == null ? ROOT : place.path();
        }

        void clear() {
            isThere = false;
            isLeaking = false;
            cpuMicros = 0;
            readBytes = 0;
            writtenBytes = 0;
            memoryBytes = 0;
            swapBytes = 0;
            pids = 0;
            oomKills = 0;
        }

        void add(ProcessSample sample) {
            ProcessActivity did = sample.activity();
            ProcessFigures has = sample.figures();
            isThere = true;
            memoryBytes += has.residentBytes();
            pids += has.threads();
            if (!did.equals(ProcessActivity.NONE)) {
                cpuMicros += Doings.orZero(did.cpuMicros());
                readBytes += Doings.orZero(did.readBytes());
                writtenBytes += Doings.orZero(did.writtenBytes());
            }
        }

        void add(Group child) {
            isThere |= child.isThere;
            isLeaking |= child.isLeaking;
            cpuMicros += child.cpuMicros;
            readBytes += child.readBytes;
            writtenBytes += child.writtenBytes;
            memoryBytes += child.memoryBytes;
            swapBytes += child.swapBytes;
            pids += child.pids;
            oomKills += child.oomKills;
        }
    }

    /**
     * Sums up.
     *
     * @param lastOfExits what each of those that ended did since the look before, in their order
     */
    HostSample.Cgroups look(Doings did, List<Work> lastOfExits, PressureSample pressure, long swappedBytes) {
        ordered.forEach(Group::clear);
        for (ProcessSample sample : did.samples()) {
            at(sample.description().group()).add(sample);
        }
        for (int i = 0; i < lastOfExits.size(); i++) {
            ended(at(did.exits().get(i).group()), did.exits().get(i), lastOfExits.get(i));
        }
        leak(did, swappedBytes);
        for (Group group : ordered.reversed()) {
            if (group.parent != null) {
                group.parent.add(group);
            }
        }
        List<CgroupSample> samples = new ArrayList<>(groups.size());
        for (Group group : ordered) {
            if (group.isThere) {
                group.peakBytes = Math.max(group.peakBytes, group.memoryBytes);
                samples.add(sample(group, did, pressure));
            } else {
                group.peakBytes = 0;
            }
        }
        return new HostSample.Cgroups(did.known(did.elapsedMicros()), samples);
    }

    private Group at(ControlGroup place) {
        String path = place.path() == null ? ROOT : place.path();
        Group known = groups.get(path);
        return known == null ? enter(path, place) : known;
    }

    private Group enter(String path, ControlGroup place) {
        int end = path.lastIndexOf('/');
        String outer = end <= 0 ? ROOT : path.substring(0, end);
        Group parent = path.equals(ROOT) ? null : at(Places.of(outer));
        Group entered = new Group(place, parent);
        groups.put(path, entered);
        ordered = groups.values().stream()
                .sorted(Comparator.comparing(Group::path))
                .toList();
        return entered;
    }

    private static void ended(Group group, ProcessExit exit, Work last) {
        boolean wasSeen = exit.startTicks() != null;
        group.isThere = true;
        group.cpuMicros += last.cpuMicros();
        group.readBytes += wasSeen ? last.readBytes() : Doings.orZero(exit.readBytes());
        group.writtenBytes += wasSeen ? last.writtenBytes() : Doings.orZero(exit.writtenBytes());
    }

    private void leak(Doings did, long swappedBytes) {
        Group leaking = groups.get(Trouble.LEAKING_PATH);
        if (trouble == null || leaking == null) {
            return;
        }
        leaking.oomKills = did.oomKills();
        leaking.isLeaking = trouble.leaksAt(did.nowMicros());
        leaking.swapBytes = leaking.isLeaking ? swappedBytes : 0;
    }

    private static CgroupSample sample(Group group, Doings did, PressureSample pressure) {
        boolean isRoot = group.parent == null;
        String unit = group.place.unit();
        boolean isOfService = unit != null
                && unit.endsWith(SERVICE)
                && String.valueOf(group.place.path()).endsWith(unit);
        long system = (long) (group.cpuMicros * SYSTEM_SHARE);
        long wait = waited(group, did, pressure.memorySomeMicros());
        long io = group.readBytes + group.writtenBytes == 0 ? wait / 2 : waited(group, did, pressure.ioSomeMicros());
        return new CgroupSample(
                group.place,
                did.known(group.cpuMicros),
                did.known(group.cpuMicros - system),
                did.known(system),
                did.known(0),
                isRoot ? null : Long.valueOf(group.memoryBytes),
                isRoot ? null : Long.valueOf(group.peakBytes),
                null,
                isRoot ? null : Long.valueOf(group.swapBytes),
                did.known(group.readBytes),
                did.known(group.writtenBytes),
                isRoot ? null : Long.valueOf(group.pids),
                isOfService ? Long.valueOf(PIDS_OF_SERVICE) : null,
                did.known(isRoot ? Doings.orZero(pressure.cpuSomeMicros()) : crowded(group, did, pressure)),
                did.known(isRoot ? Doings.orZero(pressure.memorySomeMicros()) : wait),
                did.known(isRoot ? Doings.orZero(pressure.memoryFullMicros()) : wait * 3 / 5),
                did.known(isRoot ? Doings.orZero(pressure.ioSomeMicros()) : io),
                did.known(isRoot ? Doings.orZero(pressure.ioFullMicros()) : io * 2 / 3),
                did.known(group.oomKills));
    }

    /** Who wants more of the CPU waits more for it. */
    private static long crowded(Group group, Doings did, PressureSample pressure) {
        double share = group.cpuMicros / (double) Math.max(1, did.workMicros());
        return (long) (Doings.orZero(pressure.cpuSomeMicros()) * Math.min(1, 2 * share));
    }

    /** Who leaks waits for memory nearly all of the time that somebody does; others that run do less. */
    private static long waited(Group group, Doings did, @Nullable Long micros) {
        if (micros == null || group.cpuMicros == 0 || did.elapsedMicros() == 0) {
            return 0;
        }
        return (long) (micros * (group.isLeaking ? 0.95 : OTHERS_WAIT));
    }
}
