package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The free space of the file system that a data directory is on, against what is to stay free there. See
 * docs/decisions/0009-limits-and-clocks.md. For any thread.
 */
public final class DiskRoom {
    /** A default that is more than this share of the file system would leave a small one nothing to record into. */
    private static final int LARGEST_DEFAULT_SHARE = 10;
    /** Of what is to stay free, the last part that is not recorded into. */
    private static final int LAST_SHARE = 20;

    private static final double BYTES_PER_MB = 1e6;

    private final Path folder;
    private final long minFreeBytes;
    private final boolean isDefault;
    private volatile boolean isNothingLeftToTrim;

    /**
     * The room around a folder.
     *
     * @param minFreeBytes below which data goes early
     * @param isDefault whether nobody asked for just that much
     */
    public DiskRoom(Path folder, long minFreeBytes, boolean isDefault) {
        this.folder = folder;
        this.minFreeBytes = minFreeBytes;
        this.isDefault = isDefault;
    }

    /** What is free, and what is to stay free. */
    public record Room(long freeBytes, long leastBytes) {
        /** How far below that it is. */
        public long missingBytes() {
            return Math.max(0, leastBytes - freeBytes);
        }

        /** Where even growing by what is recorded has to end. */
        long lastBytes() {
            return leastBytes / LAST_SHARE;
        }
    }

    /** Asks the file system, which takes microseconds; one that does not answer has room enough. */
    public Room look() {
        try {
            FileStore disk = Files.getFileStore(folder);
            long least =
                    isDefault ? Math.min(minFreeBytes, disk.getTotalSpace() / LARGEST_DEFAULT_SHARE) : minFreeBytes;
            return new Room(disk.getUsableSpace(), least);
        } catch (IOException e) {
            return new Room(Long.MAX_VALUE, minFreeBytes);
        }
    }

    /** Whether everything has gone that may go early. */
    void setNothingLeftToTrim(boolean isNothingLeft) {
        isNothingLeftToTrim = isNothingLeft;
    }

    /** @throws SQLException when a tick would take the last bytes, and no data is left to make room */
    void check() throws SQLException {
        if (!isNothingLeftToTrim) {
            return;
        }
        Room room = look();
        if (room.freeBytes() < room.lastBytes()) {
            throw new SQLException(
                    "the disk is full: %.1f MB are free on the file system of %s, the last %.1f MB are left alone, and nothing is left to delete"
                            .formatted(room.freeBytes() / BYTES_PER_MB, folder, room.lastBytes() / BYTES_PER_MB));
        }
    }
}
