package dev.tachograph.store;

import dev.tachograph.model.CgroupSample;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.HostSample;
import dev.tachograph.model.Tick;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which file systems and control groups need a row: those to which something happened since their last one, and all of
 * them at the begin of a stretch. Everything else of the host has a row for each tick. Like the {@link ProcessEncoder}, it
 * remembers what is in the store and nothing else.
 */
final class HostEncoder {
    private Map<String, FilesystemSample> filesystems = Map.of();
    private Map<String, CgroupSample> cgroups = Map.of();
    /** Whether the stretch has begun without a look at these: then the next look is told as a whole. */
    private boolean areFilesystemsDue;

    private boolean areCgroupsDue;

    /** A row of a control group; with no sample, it has gone. */
    record CgroupRow(CgroupSample cgroup, boolean isGone) {}

    /**
     * What one tick adds.
     *
     * @param areFilesystemsDue whether a stretch goes on in which all are still to be told
     * @param areCgroupsDue the same of control groups
     */
    record Rows(
            HostSample host,
            List<FilesystemSample> filesystems,
            List<CgroupRow> cgroups,
            Map<String, FilesystemSample> knownFilesystems,
            Map<String, CgroupSample> knownCgroups,
            boolean areFilesystemsDue,
            boolean areCgroupsDue) {
        boolean isNothing() {
            return host.equals(HostSample.NOTHING);
        }
    }

    /** @param full whether a stretch begins */
    Rows encode(Tick tick, boolean full) {
        HostSample host = tick.host();
        boolean allFilesystems = full || areFilesystemsDue;
        boolean allCgroups = full || areCgroupsDue;
        Map<String, FilesystemSample> mounted = host.filesystems().isEmpty() ? filesystems : new LinkedHashMap<>();
        host.filesystems().forEach(each -> mounted.put(each.mountPoint(), each));
        List<FilesystemSample> changed = host.filesystems().stream()
                .filter(each -> allFilesystems || !each.equals(filesystems.get(each.mountPoint())))
                .toList();
        HostSample.Cgroups look = host.cgroups();
        Map<String, CgroupSample> groups = look == null ? cgroups : new LinkedHashMap<>();
        List<CgroupRow> rows = look == null ? List.of() : rows(look, groups, allCgroups);
        return new Rows(
                host,
                changed,
                rows,
                mounted,
                groups,
                allFilesystems && host.filesystems().isEmpty(),
                allCgroups && look == null);
    }

    private List<CgroupRow> rows(HostSample.Cgroups look, Map<String, CgroupSample> groups, boolean full) {
        List<CgroupRow> rows = new ArrayList<>();
        for (CgroupSample each : look.groups()) {
            groups.put(each.path(), each);
            if (full || !isAsBefore(each, cgroups.get(each.path()))) {
                rows.add(new CgroupRow(each, false));
            }
        }
        cgroups.forEach((path, known) -> {
            if (!groups.containsKey(path)) {
                rows.add(new CgroupRow(known, true));
            }
        });
        return rows;
    }

    private static boolean isAsBefore(CgroupSample now, @Nullable CgroupSample before) {
        return before != null && now.isQuiet() && now.hasLevelsOf(before);
    }

    /** Remembers that these rows are in the store. */
    void committed(Rows rows) {
        filesystems = rows.knownFilesystems;
        cgroups = rows.knownCgroups;
        areFilesystemsDue = rows.areFilesystemsDue;
        areCgroupsDue = rows.areCgroupsDue;
    }
}
