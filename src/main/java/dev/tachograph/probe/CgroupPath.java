package dev.tachograph.probe;

import dev.tachograph.model.ControlGroup;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what the path of a control group tells. Source: cgroups(7), systemd.unit(5). */
final class CgroupPath {
    private static final Pattern UNIT =
            Pattern.compile("[\\w:.\\\\@-]+\\.(?:service|scope|socket|mount|automount|swap|timer|path|device)");

    private static final Pattern USER_MANAGER = Pattern.compile("user@\\d{1,10}\\.service");
    private static final Pattern SESSION = Pattern.compile("session-([A-Za-z0-9]{1,32})\\.scope");
    private static final String SLICE = ".slice";
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
        List<String> parts = List.of(path.split("/", -1));
        int unit = nextUnit(parts, 0);
        boolean isManager = unit >= 0 && USER_MANAGER.matcher(parts.get(unit)).matches();
        int userUnit = isManager ? nextUnit(parts, unit + 1) : -1;
        ContainerPath container = ContainerPath.find(path, parts);
        return new ControlGroup(
                path,
                unit < 0 ? null : parts.get(unit),
                userUnit < 0 ? null : parts.get(userUnit),
                lastSlice(parts, unit < 0 ? parts.size() : unit),
                unit < 0 ? null : session(parts.get(unit)),
                container == null ? null : container.id(),
                container == null ? null : container.runtime(),
                container == null ? null : container.name());
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

    private static int nextUnit(List<String> parts, int from) {
        for (int part = from; part < parts.size(); part++) {
            if (UNIT.matcher(parts.get(part)).matches()) {
                return part;
            }
        }
        return -1;
    }

    /** Slices lie within slices, {@code a.slice/a-b.slice}, and the unit in the innermost one. */
    private static @Nullable String lastSlice(List<String> parts, int end) {
        for (int part = end - 1; part >= 0; part--) {
            String name = parts.get(part);
            if (name.length() > SLICE.length() && name.endsWith(SLICE)) {
                return name;
            }
        }
        return null;
    }

    private static @Nullable String session(String unit) {
        Matcher session = SESSION.matcher(unit);
        return session.matches() ? session.group(1) : null;
    }
}
