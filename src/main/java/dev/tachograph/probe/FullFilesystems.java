package dev.tachograph.probe;

import dev.tachograph.model.Event;
import dev.tachograph.model.FilesystemSample;
import dev.tachograph.model.Tick;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notices file systems that become full: once, and again only after they had some room in between. What was full when the
 * recorder started is told then. Used by one thread at a time.
 */
final class FullFilesystems {
    /** Percent of what ordinary users may fill, or of the files that there may be. */
    private static final double FULL_ABOVE = 99;

    private static final double ROOM_BELOW = 97;

    /** These are made full. */
    private static final Set<String> IMAGES = Set.of("squashfs", "iso9660", "erofs", "cramfs", "romfs", "udf");

    private final Set<String> full = new HashSet<>();

    List<Event> of(Tick tick) {
        List<Event> events = new ArrayList<>();
        for (FilesystemSample filesystem : tick.host().filesystems()) {
            Double used = usedPercent(filesystem);
            if (used != null && !filesystem.readOnly() && !IMAGES.contains(filesystem.type())) {
                if (used >= FULL_ABOVE && full.add(filesystem.mountPoint())) {
                    events.add(event(tick, filesystem));
                } else if (used < ROOM_BELOW) {
                    full.remove(filesystem.mountPoint());
                }
            }
        }
        return events;
    }

    /** Of bytes or of files, whichever is more; {@code null} while it does not answer. */
    private static @Nullable Double usedPercent(FilesystemSample filesystem) {
        Long used = filesystem.usedBytes();
        Long available = filesystem.availableBytes();
        if (used == null || available == null || used + available <= 0) {
            return null;
        }
        return Math.max(100.0 * used / (used + available), usedInodesPercent(filesystem));
    }

    private static double usedInodesPercent(FilesystemSample filesystem) {
        Long inodes = filesystem.inodes();
        Long used = filesystem.inodesUsed();
        return inodes == null || used == null || inodes <= 0 ? 0 : 100.0 * used / inodes;
    }

    private static Event event(Tick tick, FilesystemSample filesystem) {
        boolean ofFiles = usedInodesPercent(filesystem) >= FULL_ABOVE;
        return new Event(
                tick.at().wall(),
                tick.bootId(),
                Event.Kind.FILESYSTEM_FULL,
                null,
                ofFiles
                        ? "%s has room for no more files".formatted(filesystem.mountPoint())
                        : "%s is full: %.1f MB left".formatted(filesystem.mountPoint(), megabytes(filesystem)),
                new Event.Subject(
                        null,
                        filesystem.mountPoint(),
                        null,
                        Map.of(
                                "device", filesystem.device(),
                                "type", filesystem.type(),
                                "size_bytes", String.valueOf(filesystem.sizeBytes()),
                                "available_bytes", String.valueOf(filesystem.availableBytes()),
                                "inodes", String.valueOf(filesystem.inodes()),
                                "inodes_used", String.valueOf(filesystem.inodesUsed()))));
    }

    private static double megabytes(FilesystemSample filesystem) {
        Long available = filesystem.availableBytes();
        return available == null ? 0 : available / 1e6;
    }
}
