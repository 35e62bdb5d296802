package dev.tachograph.model;

import org.jspecify.annotations.Nullable;

/**
 * A place in the cgroup tree, and what it tells. Sources: cgroups(7), systemd.unit(5). {@code null} is "not known" for the
 * path, and "none" or "not known" for the rest.
 *
 * @param path such as {@code /system.slice/ssh.service}
 * @param unit the system's unit: the first part of the path that is one and no slice
 * @param userUnit the unit of a user's own service manager
 * @param slice the innermost slice around the unit
 * @param session the number of a login session, as {@code loginctl} has it
 * @param container the id of the container, as its runtime put it into the path
 * @param runtime which runtime that is, such as {@code docker}
 * @param containerName what people call the container
 */
public record ControlGroup(
        @Nullable String path,
        @Nullable String unit,
        @Nullable String userUnit,
        @Nullable String slice,
        @Nullable String session,
        @Nullable String container,
        @Nullable String runtime,
        @Nullable String containerName) {

    /** Nothing is known of where a process stands. */
    public static final ControlGroup UNKNOWN = new ControlGroup(null, null, null, null, null, null, null, null);

    /** A place of which no more is known than this. */
    public static ControlGroup of(@Nullable String path, @Nullable String unit, @Nullable String container) {
        return new ControlGroup(path, unit, null, null, null, container, null, null);
    }
}
