package dev.tachograph.probe;

import dev.tachograph.linux.KernelTree;
import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A probe of control groups, real ones or files that look like some, whose looks a test sets off at times of its choice. */
final class CgroupTrees implements AutoCloseable {
    static final long SECOND = 1_000_000_000;

    final CgroupProbe probe;
    private long now = 1_000 * SECOND;

    CgroupTrees(List<CgroupMount> mounts, Path root, int most) {
        this(KernelTree.open(), mounts, root, most);
    }

    CgroupTrees(KernelTree files, List<CgroupMount> mounts, Path root, int most) {
        probe = CgroupProbe.of(files, mounts, root.resolve("sys"), ContainerNames.of(root, () -> now), most);
    }

    /** The tree of version 2 in a folder of files. */
    static CgroupMount unified(Path folder) {
        return new CgroupMount(folder.toString(), "", true, Set.of("cpu", "memory", "io", "pids"));
    }

    /** Looks a few seconds after the look before; by path. */
    Map<String, CgroupSample> look(long seconds, boolean withoutGap) {
        HostSample.Cgroups groups = lookAtAll(seconds, withoutGap);
        Map<String, CgroupSample> byPath = new LinkedHashMap<>();
        if (groups != null) {
            groups.groups().forEach(group -> byPath.put(group.path(), group));
        }
        return byPath;
    }

    /** Looks a few seconds after the look before, without a gap, at a group that must be there. */
    CgroupSample look(String path, long seconds) {
        CgroupSample found = look(seconds, true).get(path);
        if (found == null) {
            throw new AssertionError("there is no group " + path);
        }
        return found;
    }

    HostSample.@Nullable Cgroups lookAtAll(long seconds, boolean withoutGap) {
        now += seconds * SECOND;
        return probe.look(new Moment(Instant.EPOCH.plusNanos(now), now, now), withoutGap);
    }

    /** Writes the files of a group; each name is followed by what it holds. */
    static void write(Path folder, String... namesAndTexts) throws IOException {
        Files.createDirectories(folder);
        for (int at = 0; at < namesAndTexts.length; at += 2) {
            Files.writeString(folder.resolve(namesAndTexts[at]), namesAndTexts[at + 1]);
        }
    }

    @Override
    public void close() {
        probe.close();
    }
}
