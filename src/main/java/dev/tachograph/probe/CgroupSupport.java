package dev.tachograph.probe;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this host tells of its control groups.
 *
 * @param unified whether the tree of version 2 is mounted
 * @param legacy controllers of version 1 that are mounted and looked at
 * @param controllers of version 2 that count in its tree
 */
public record CgroupSupport(boolean unified, Set<String> legacy, Set<String> controllers) {
    public CgroupSupport {
        legacy = Set.copyOf(legacy);
        controllers = Set.copyOf(controllers);
    }

    /** What is mounted here. */
    public static CgroupSupport find(Path proc, Path sys) {
        List<CgroupMount> mounts = CgroupMount.find(proc, sys);
        Set<String> legacy = new TreeSet<>();
        Set<String> controllers = new TreeSet<>();
        for (CgroupMount mount : mounts) {
            (mount.unified() ? controllers : legacy).addAll(mount.controllers());
        }
        return new CgroupSupport(mounts.stream().anyMatch(CgroupMount::unified), legacy, controllers);
    }

    /** Whether there is anything to look at. */
    public boolean isAny() {
        return unified || !legacy.isEmpty();
    }

    /** Which of the figures cannot be known, by what counts them. */
    public List<String> missing() {
        return List.of("memory", "io", "pids").stream()
                .filter(name -> !controllers.contains(name) && !legacy.contains(name.equals("io") ? "blkio" : name))
                .toList();
    }
}
