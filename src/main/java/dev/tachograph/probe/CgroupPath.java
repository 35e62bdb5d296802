package dev.tachograph.probe;

import dev.tachograph.model.ControlGroup;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the path of a control group tells. Source: cgroups(7), systemd.unit(5). */
final class CgroupPath {
    private static final Pattern UNIT =
            Pattern.compile("[\\w:.\\\\@-]+\\.(?:service|scope|socket|mount|automount|swap|timer|path|device)");
    /** Docker, containerd, CRI-O and podman name their groups by 64 hexadecimal digits, alone or within a scope. */
    private static final Pattern CONTAINER_ID = Pattern.compile("(?:^|[-/:])([0-9a-f]{64})(?:\\.scope)?(?:/|$)");
    /** LXC and systemd-nspawn name theirs by the machine. */
    private static final Pattern MACHINE = Pattern.compile(
            "(?:^|/)(?:(?:lxc(?:\\.payload\\.|/))([^/]+)|machine-([^/]+)\\.scope|systemd-nspawn@([^/]+)\\.service)(?:/|$)");
    /** What the kernel adds to the path of a group that has been removed under a process. */
    private static final String REMOVED = " (deleted)";

    private CgroupPath() {}

    /**
     * Parses {@code /proc/PID/cgroup}: lines of {@code hierarchy:controllers:path}. The path is that in the unified tree, or in
     * systemd's own where both exist.
     */
    static ControlGroup parse(String text) {
        String unified = null;
        String systemd = null;
        String any = null;
        for (String line : text.split("\n", -1)) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3) {
                switch (parts[1]) {
                    case "" -> unified = parts[2];
                    case "name=systemd" -> systemd = parts[2];
                    default -> any = any == null || any.equals("/") ? parts[2] : any;
                }
            }
        }
        String path = firstTelling(unified, systemd, any);
        if (path == null) {
            return ControlGroup.UNKNOWN;
        }
        String plain = path.endsWith(REMOVED) ? path.substring(0, path.length() - REMOVED.length()) : path;
        return of(plain);
    }

    /** What a path tells. */
    static ControlGroup of(String path) {
        return ControlGroup.of(path, unitOf(path), containerOf(path));
    }

    /** With both trees mounted, only one of them holds more than the root. */
    private static @Nullable String firstTelling(@Nullable String... paths) {
        String first = null;
        for (String path : paths) {
            if (path != null && !path.equals("/")) {
                return path;
            }
            first = first == null ? path : first;
        }
        return first;
    }

    private static @Nullable String unitOf(String path) {
        for (String part : path.split("/", -1)) {
            if (UNIT.matcher(part).matches()) {
                return part;
            }
        }
        return null;
    }

    private static @Nullable String containerOf(String path) {
        Matcher id = CONTAINER_ID.matcher(path);
        if (id.find()) {
            return id.group(1);
        }
        Matcher machine = MACHINE.matcher(path);
        if (!machine.find()) {
            return null;
        }
        return machine.group(1) != null
                ? machine.group(1)
                : machine.group(2) != null ? machine.group(2) : machine.group(3);
    }
}
