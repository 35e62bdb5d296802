package dev.tachograph.store;

import dev.tachograph.store.Safekeeping.UnfitException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a backup is to be.
 *
 * @param folder that it gets, without links in its path; it is not there yet, or empty
 */
record BackupTarget(Path folder) {
    /** Before the name of one that is being written. */
    private static final String UNFINISHED = ".new-";

    /** The place can't be one for a backup; the message says why and what would be. */
    private static UnfitException unfit(Path directory, String complaint) {
        return new UnfitException("%s: %s".formatted(directory, complaint));
    }

    /**
     * Looks at the place and changes nothing.
     *
     * @param dataDirectory that is to be backed up
     * @throws UnfitException when a backup can't be there
     */
    static BackupTarget of(Path dataDirectory, Path directory) throws IOException {
        Path named = directory.toAbsolutePath().normalize();
        Path above = named.getParent();
        if (above == null) {
            throw unfit(named, "is not a folder for a backup; name a new one in it");
        }
        if (!FileErrors.isDirectory(above)) {
            // Not made: where a disk is not mounted, the backup would lie on the disk below.
            throw unfit(named, "there is no folder %s to write it to; is the disk mounted?".formatted(above));
        }
        Path folder = Files.exists(named, LinkOption.NOFOLLOW_LINKS)
                ? existing(named)
                : above.toRealPath().resolve(Objects.requireNonNull(named.getFileName()));
        DataDirectory.requireFit(folder);
        Path data = dataDirectory.toRealPath();
        if (folder.startsWith(data) || data.startsWith(folder)) {
            throw unfit(named, "lies within the data directory or around it; name one elsewhere, best on another disk");
        }
        return new BackupTarget(folder);
    }

    private static Path existing(Path named) throws IOException {
        if (Files.isDirectory(named) && !Files.isReadable(named)) {
            throw new AccessDeniedException(named.toString());
        }
        if (!DataDirectory.isNew(named) || !Files.isDirectory(named)) {
            throw unfit(named, "is not an empty directory; name a new one");
        }
        Path folder = named.toRealPath();
        Path above = Objects.requireNonNullElse(folder.getParent(), folder);
        if (!Files.getAttribute(folder, "unix:dev").equals(Files.getAttribute(above, "unix:dev"))) {
            throw unfit(named, "is where a disk is mounted; name a new folder in it");
        }
        return folder;
    }

    /** Beside it, and so on the same disk: what lies there is nothing yet. */
    Path fresh() {
        return folder.resolveSibling(UNFINISHED + folder.getFileName());
    }
}
