package dev.tachograph.probe;

import static dev.tachograph.probe.CgroupFigure.*;

import dev.tachograph.linux.Host;
import dev.tachograph.linux.KernelTree;
import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.Gap;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the control groups of the host. Used by one thread at a time.
 *
 * <p>A group has a dozen files that say something, and most groups do nothing between two looks. So of each only the CPU time is
 * read, and the other files of those that ran. What may go on afterwards without them running (the kernel writes their pages
 * later, and who waits does not run) is followed for another while; all files of every group are read once a minute. Groups
 * with neither processes nor memory, as systemd has one for each mount, are left out.
 */
final class CgroupProbe implements AutoCloseable {
    static final int MOST_GROUPS = 4096;

    private static final long STALE_NANOS = Duration.ofSeconds(60).toNanos();
    /** Longer than the kernel keeps what is to be written; see dirty_expire_centisecs in Documentation/admin-guide/sysctl/vm.rst. */
    private static final long LINGER_NANOS = Duration.ofSeconds(35).toNanos();

    private static final int MOST_WITHOUT_CPU_TIME = 64;
    /** A group without processes that has less memory than this is what a mount left behind. */
    private static final long LEFT_BEHIND_BYTES = 1 << 20;

    private final KernelTree files;
    private final CgroupFiles reader;
    private final ContainerNames names;
    private final List<CgroupTree> trees = new ArrayList<>();
    private final CgroupOverflow overflow;
    private Map<String, TrackedGroup> groups = new LinkedHashMap<>();
    private long walkedNanos;
    private long lookNanos;
    private boolean hasLookedBefore;
    private boolean unbroken = true;
    private int withoutCpuTime;

    private CgroupProbe(
            KernelTree files, CgroupFiles reader, ContainerNames names, List<CgroupMount> mounts, int most) {
        this.files = files;
        this.reader = reader;
        this.names = names;
        overflow = new CgroupOverflow(most);
        mounts.forEach(mount -> trees.add(new CgroupTree(files, mount, most)));
    }

    static CgroupProbe of(Path proc, Path sys, ContainerNames names) {
        return of(KernelTree.open(), CgroupMount.find(proc, sys), sys, names, MOST_GROUPS);
    }

    /** @param most groups to look at */
    static CgroupProbe of(KernelTree files, List<CgroupMount> mounts, Path sys, ContainerNames names, int most) {
        var reader = new CgroupFiles(files, Host.ticksPerSecond(), new StackedDevices(sys));
        return new CgroupProbe(files, reader, names, mounts, most);
    }

    /**
     * Looks at all of them; {@code null} where there are none to be read.
     *
     * @param withoutGap whether what happened since the look before has a rate
     */
    HostSample.@Nullable Cgroups look(Moment at, boolean withoutGap) {
        long now = at.boottimeNanos();
        boolean continuous = withoutGap && unbroken && hasLookedBefore;
        hasLookedBefore = false; // and stays so when this look fails
        walk(now, !continuous);
        List<CgroupSample> samples = new ArrayList<>(groups.size());
        int withoutTime = 0;
        for (TrackedGroup group : groups.values()) {
            CgroupSample sample = look(group, now, continuous);
            withoutTime += group.cpu == null ? 1 : 0;
            if (sample != null) {
                samples.add(sample);
            }
        }
        withoutCpuTime = withoutTime;
        Long interval = continuous ? Long.valueOf((now - lookNanos) / 1000) : null;
        overflow.look(
                at.wall(), trees.stream().mapToInt(CgroupTree::leftOut).max().orElse(0));
        lookNanos = now;
        unbroken = true;
        hasLookedBefore = true;
        return groups.isEmpty() ? null : new HostSample.Cgroups(interval, samples);
    }

    /**
     * It is not their turn this time: the next look covers this interval too.
     *
     * @param withoutGap as for {@link #look}
     */
    void leaveOut(boolean withoutGap) {
        unbroken &= withoutGap;
    }

    /** Stretches for which there were groups that were not looked at. */
    List<Gap> takeLost() {
        return overflow.take();
    }

    /**
     * Trees in which nothing says what ran are walked when the others tell of groups that came or went, and once a minute for
     * groups that are in them alone.
     */
    private void walk(long now, boolean whole) {
        Map<String, CgroupTree.@Nullable Node[]> found = LinkedHashMap.newLinkedHashMap(groups.size() + 16);
        walk(found, true);
        boolean all = whole || now - walkedNanos >= STALE_NANOS || !isAsBefore(found);
        if (all) {
            walk(found, false);
            walkedNanos = now;
        } else {
            groups.forEach((path, group) -> found.merge(path, group.places, CgroupProbe::completed));
        }
        follow(found);
    }

    private void walk(Map<String, CgroupTree.@Nullable Node[]> found, boolean countingCpu) {
        for (int index = 0; index < trees.size(); index++) {
            int tree = index;
            if (trees.get(tree).mount().countsCpu() == countingCpu) {
                trees.get(tree)
                        .walk(node -> found.computeIfAbsent(
                                        node.path, _ -> new CgroupTree.@Nullable Node[trees.size()])[tree] = node);
            }
        }
    }

    private static CgroupTree.@Nullable Node[] completed(
            CgroupTree.@Nullable Node[] now, CgroupTree.@Nullable Node[] before) {
        for (int tree = 0; tree < now.length; tree++) {
            now[tree] = now[tree] == null ? before[tree] : now[tree];
        }
        return now;
    }

    /** Whether the trees that count CPU time have the groups that they had. */
    private boolean isAsBefore(Map<String, CgroupTree.@Nullable Node[]> found) {
        int known = 0;
        for (var each : groups.entrySet()) {
            if (each.getValue().cpu != null) {
                known++;
                CgroupTree.@Nullable Node[] places = found.get(each.getKey());
                if (places == null || !isSame(each.getValue(), places)) {
                    return false;
                }
            }
        }
        return known == found.size();
    }

    private boolean isSame(TrackedGroup group, CgroupTree.@Nullable Node[] places) {
        return group.identity == identity(places);
    }

    private void follow(Map<String, CgroupTree.@Nullable Node[]> found) {
        Map<String, TrackedGroup> followed = LinkedHashMap.newLinkedHashMap(found.size());
        Map<String, TrackedGroup> gone = groups;
        found.forEach((path, places) -> {
            TrackedGroup known = gone.get(path);
            if (known != null && isSame(known, places)) {
                gone.remove(path);
                known.places = places;
                followed.put(path, known);
            } else {
                followed.put(path, track(path, places));
            }
        });
        gone.values().forEach(TrackedGroup::close);
        groups = followed;
    }

    /** The place where its CPU time is counted, if any, tells one group from the next under the same path. */
    private long identity(CgroupTree.@Nullable Node[] places) {
        int tree = mostTelling(places);
        CgroupTree.Node place = tree < 0 ? null : places[tree];
        return place == null ? -1 : place.inode * 64 + tree;
    }

    private int mostTelling(CgroupTree.@Nullable Node[] places) {
        int any = -1;
        for (int tree = 0; tree < places.length; tree++) {
            if (places[tree] != null && trees.get(tree).mount().countsCpu()) {
                return tree;
            }
            any = any < 0 && places[tree] != null ? tree : any;
        }
        return any;
    }

    private TrackedGroup track(String path, CgroupTree.@Nullable Node[] places) {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        String text = path.isEmpty() ? "/" : KernelText.decode(bytes, 0, bytes.length);
        var group = new TrackedGroup(places, identity(places), names.named(CgroupPath.of(text)));
        int tree = mostTelling(places);
        CgroupTree.Node place = tree < 0 ? null : places[tree];
        CgroupMount mount = trees.get(Math.max(0, tree)).mount();
        if (place != null && mount.countsCpu()) {
            group.cpu = files.keep(CgroupFiles.cpuFile(mount, place.folder));
            group.cpuMount = mount;
        }
        return group;
    }

    private @Nullable CgroupSample look(TrackedGroup group, long now, boolean continuous) {
        CgroupReading before = group.reading;
        var reading = new CgroupReading(before);
        if (group.cpu != null && group.cpuMount != null) {
            reader.cpu(group.cpuMount, group.cpu, reading);
        }
        boolean due = !continuous || group.isNew || now >= group.dueNanos;
        boolean ran =
                reading.get(CPU) != before.get(CPU) || (group.cpu == null && withoutCpuTime <= MOST_WITHOUT_CPU_TIME);
        read(group, reading, due, due || ran, due || ran || now < group.lingersUntilNanos);
        if (due) {
            group.group = names.named(group.group);
            group.dueNanos = now + STALE_NANOS - Math.floorMod(group.identity * 7919, STALE_NANOS / 2);
        }
        CgroupReading amountsFrom = continuous && !group.isNew ? before : new CgroupReading();
        CgroupSample sample = sample(group, reading, amountsFrom);
        if (ran || !sample.isQuiet()) {
            group.lingersUntilNanos = now + LINGER_NANOS;
        }
        group.reading = reading;
        group.isNew = false;
        return isLeftBehind(group, reading) && sample.isQuiet() ? null : sample;
    }

    private void read(TrackedGroup group, CgroupReading reading, boolean settled, boolean running, boolean waiting) {
        if (settled) {
            reading.forget(POPULATED, MEMORY_PEAK, MEMORY_LIMIT, PIDS_LIMIT);
        }
        if (running) {
            reading.forget(MEMORY, SWAP, OOM_KILLS, PIDS);
        }
        if (waiting) {
            reading.forget(READ, WRITTEN, CPU_SOME, MEMORY_SOME, MEMORY_FULL, IO_SOME, IO_FULL);
        }
        for (int tree = 0; tree < trees.size(); tree++) {
            CgroupTree.Node place = group.places[tree];
            if (place == null) {
                continue;
            }
            CgroupMount mount = trees.get(tree).mount();
            if (settled) {
                reader.settled(mount, place.folder, reading);
            }
            if (running) {
                reader.running(mount, place.folder, reading);
            }
            if (waiting) {
                reader.waiting(mount, place.folder, reading);
            }
        }
    }

    /** Whether there is neither a process in it nor memory to speak of. Version 1 has no file that says so. */
    private static boolean isLeftBehind(TrackedGroup group, CgroupReading reading) {
        long populated = reading.get(POPULATED);
        long processes = populated >= 0 ? populated : reading.get(PIDS);
        boolean empty = processes == 0 || (processes < 0 && reading.get(CPU) == 0);
        return empty && reading.get(MEMORY) < LEFT_BEHIND_BYTES && !"/".equals(group.group.path());
    }

    private static CgroupSample sample(TrackedGroup group, CgroupReading now, CgroupReading before) {
        return new CgroupSample(
                group.group,
                now.since(before, CPU),
                now.since(before, USER),
                now.since(before, SYSTEM),
                now.since(before, THROTTLED),
                now.known(MEMORY),
                now.known(MEMORY_PEAK),
                now.known(MEMORY_LIMIT),
                now.known(SWAP),
                now.since(before, READ),
                now.since(before, WRITTEN),
                now.known(PIDS),
                now.known(PIDS_LIMIT),
                now.since(before, CPU_SOME),
                now.since(before, MEMORY_SOME),
                now.since(before, MEMORY_FULL),
                now.since(before, IO_SOME),
                now.since(before, IO_FULL),
                now.since(before, OOM_KILLS));
    }

    @Override
    public void close() {
        groups.values().forEach(TrackedGroup::close);
        groups = new LinkedHashMap<>();
        files.close();
    }
}
