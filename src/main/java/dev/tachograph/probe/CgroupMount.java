package dev.tachograph.probe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A tree of control groups and where it is mounted. Version 2 has one tree; version 1 one for each controller, or for a few
 * together. A host may have both. Source: cgroups(7), proc_pid_mountinfo(5). Paths have a character for each byte.
 *
 * @param folder where it is
 * @param prefix path of the group that its top is; empty for the root
 * @param unified whether it is that of version 2
 * @param controllers that count in it
 */
record CgroupMount(String folder, String prefix, boolean unified, Set<String> controllers) {
    private static final Set<String> COUNTING = Set.of("cpu", "cpuacct", "memory", "blkio", "pids");
    private static final int ROOT = 3;
    private static final int MOUNT_POINT = 4;

    CgroupMount {
        controllers = Set.copyOf(controllers);
    }

    /** Whether the CPU time of groups is counted here, which tells which of them did something. */
    boolean countsCpu() {
        return unified || controllers.contains("cpuacct");
    }

    /**
     * The trees that say something, those of version 1 first: where there are both, a controller counts in one of them only.
     *
     * @param sys where to look when the mounts are not told
     */
    static List<CgroupMount> find(Path proc, Path sys) {
        List<CgroupMount> mounts;
        try {
            mounts = parse(Files.readString(proc.resolve("self/mountinfo"), StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            mounts = usual(sys.resolve("fs/cgroup"));
        }
        return mounts.stream()
                .map(CgroupMount::withControllers)
                .sorted(Comparator.comparing(CgroupMount::unified))
                .toList();
    }

    /** Of a tree that is mounted at several places, the place that shows most of it. */
    static List<CgroupMount> parse(String mountinfo) {
        List<CgroupMount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n", -1)) {
            int separator = line.indexOf(" - ");
            String[] place = line.split(" ", -1);
            String[] type = separator < 0
                    ? new String[0]
                    : line.substring(separator + 3).split(" ", -1);
            if (type.length < 3 || place.length <= MOUNT_POINT) {
                continue;
            }
            Set<String> controllers = counting(type[2]);
            boolean unified = type[0].equals("cgroup2");
            if (unified || (type[0].equals("cgroup") && !controllers.isEmpty())) {
                String root = unescape(place[ROOT]);
                mounts.add(new CgroupMount(
                        unescape(place[MOUNT_POINT]),
                        root.equals("/") ? "" : root,
                        unified,
                        unified ? Set.of() : controllers));
            }
        }
        return mostTelling(mounts);
    }

    private static List<CgroupMount> mostTelling(List<CgroupMount> mounts) {
        mounts.sort(Comparator.comparingInt((CgroupMount mount) -> mount.prefix.length())
                .thenComparingInt(mount -> mount.folder.length()));
        List<CgroupMount> chosen = new ArrayList<>();
        Set<Set<String>> known = new HashSet<>();
        for (CgroupMount mount : mounts) {
            if (known.add(mount.controllers)) {
                chosen.add(mount);
            }
        }
        return chosen;
    }

    /** Where distributions mount them. */
    private static List<CgroupMount> usual(Path folder) {
        for (Path unified : List.of(folder, folder.resolve("unified"))) {
            if (Files.exists(unified.resolve("cgroup.controllers"))) {
                return List.of(new CgroupMount(unified.toString(), "", true, Set.of()));
            }
        }
        return COUNTING.stream()
                .sorted()
                .map(name -> new CgroupMount(folder.resolve(name).toString(), "", false, Set.of(name)))
                .filter(mount -> Files.isDirectory(Path.of(mount.folder)))
                .toList();
    }

    private CgroupMount withControllers() {
        if (!unified) {
            return this;
        }
        try {
            String names = Files.readString(Path.of(folder, "cgroup.controllers"), StandardCharsets.ISO_8859_1);
            return new CgroupMount(folder, prefix, true, Set.of(names.strip().split(" ", -1)));
        } catch (IOException | IllegalArgumentException _) {
            return this; // and so only what every group has is read
        }
    }

    private static Set<String> counting(String options) {
        return Arrays.stream(options.split(",", -1)).filter(COUNTING::contains).collect(Collectors.toSet());
    }

    /** Undoes the octal escapes of space, tab, line end and backslash. */
    private static String unescape(String text) {
        return text.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }
}
