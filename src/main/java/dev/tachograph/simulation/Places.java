package dev.tachograph.simulation;

import dev.tachograph.model.ControlGroup;
import org.jspecify.annotations.Nullable;

/** What the paths of control groups on the made-up host tell. */
final class Places {
    private static final String SESSION = "session-";
    private static final String SCOPE = ".scope";
    private static final String SERVICE = ".service";
    private static final String SLICE = ".slice";
    private static final String DOCKER = "docker-";

    private Places() {}

    /** A group that is no container. */
    static ControlGroup of(String path) {
        return of(path, null);
    }

    /** @param containerName {@code null} for a group that is no container */
    static ControlGroup of(String path, @Nullable String containerName) {
        String unit = null;
        String slice = null;
        String userUnit = null;
        for (String part : path.split("/", -1)) {
            if (unit == null && part.endsWith(SLICE)) {
                slice = part;
            } else if (part.endsWith(SERVICE) || part.endsWith(SCOPE)) {
                userUnit = unit != null && unit.startsWith("user@") ? part : userUnit;
                unit = unit == null ? part : unit;
            }
        }
        return new ControlGroup(
                path,
                unit,
                userUnit,
                slice,
                session(unit),
                containerName == null || unit == null
                        ? null
                        : unit.substring(DOCKER.length(), unit.length() - SCOPE.length()),
                containerName == null ? null : "docker",
                containerName);
    }

    private static @Nullable String session(@Nullable String unit) {
        return unit != null && unit.startsWith(SESSION) && unit.endsWith(SCOPE)
                ? unit.substring(SESSION.length(), unit.length() - SCOPE.length())
                : null;
    }
}
