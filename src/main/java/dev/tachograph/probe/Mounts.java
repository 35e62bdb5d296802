package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The mounts that are worth asking for their size: each file system once, at the shortest path that leads to it. */
final class Mounts {
    /** A child of a mount, by where it is mounted. */
    private record Child(long parent, String path) {}

    private final Map<Long, Mount> byNumber = new HashMap<>();
    private final Set<Child> children = new HashSet<>();
    private final List<Mount> all = new ArrayList<>();

    private Mounts(byte[] text) {
        for (String line : new String(text, ISO_8859_1).split("\n", -1)) {
            Mount mount = Mount.parse(line);
            if (mount != null && byNumber.putIfAbsent(mount.number(), mount) == null) {
                all.add(mount);
                children.add(new Child(mount.parent(), mount.path()));
            }
        }
    }

    /** The mounts of a {@code mountinfo} file, in its order. */
    static List<Mount> in(byte[] text) {
        return new Mounts(text).chosen();
    }

    private List<Mount> chosen() {
        Map<String, Mount> shortest = new LinkedHashMap<>();
        for (Mount mount : all) {
            if (mount.mayFill() && isSeen(mount)) {
                shortest.merge(
                        mount.device(),
                        mount,
                        (a, b) -> b.path().length() < a.path().length() ? b : a);
            }
        }
        return shortest.values().stream()
                .map(mount -> isOnDemand(mount) ? mount.madeOnDemand() : mount)
                .toList();
    }

    private boolean isOnDemand(Mount mount) {
        Mount parent = byNumber.get(mount.parent());
        return parent != null && parent.mountsOnDemand();
    }

    /** Whether its path leads to it, and not to what was mounted over it later. */
    private boolean isSeen(Mount mount) {
        boolean covered = children.contains(new Child(mount.number(), mount.path()));
        return !covered && isReachable(mount);
    }

    /** Whether a path from the root leads to the place where it is mounted. */
    private boolean isReachable(Mount mount) {
        Mount below = mount;
        for (int steps = 0; steps < all.size(); steps++) { // no more, should the kernel ever show a circle
            Mount parent = byNumber.get(below.parent());
            if (parent == null || parent.equals(below)) {
                return true;
            }
            if (isBehindSibling(below.path(), parent)) {
                return false;
            }
            below = parent;
        }
        return true;
    }

    /** Whether something else on the same parent is mounted on a folder above the path. */
    private boolean isBehindSibling(String path, Mount parent) {
        String above = path;
        while (above.length() > parent.path().length() && above.length() > 1) {
            above = above.substring(0, Math.max(1, above.lastIndexOf('/')));
            if (children.contains(new Child(parent.number(), above))) {
                return true;
            }
        }
        return false;
    }
}
