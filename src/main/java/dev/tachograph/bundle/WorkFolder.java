package dev.tachograph.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of this user alone for what is made of a bundle meanwhile. It goes away when it is closed; what a process leaves that
 * was killed, the next one removes: as long as a process lives it holds a lock on a file in it.
 */
final class WorkFolder implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String LOCK = "lock";
    /** Belongs to the effective user of this process; see proc(5). */
    private static final Path SELF = Path.of("/proc/self");

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path place;
    private final boolean isPlaceOurs;
    private final Path path;
    private final FileChannel lock;

    private WorkFolder(Path place, boolean isPlaceOurs, Path path, FileChannel lock) {
        this.place = place;
        this.isPlaceOurs = isPlaceOurs;
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes one, and removes what others with its name have left.
     *
     * @param place where; made for this user alone when it is not there
     * @param prefix of its name and of those that are its like
     */
    static WorkFolder make(Path place, String prefix) throws IOException {
        boolean isNew = !Files.isDirectory(place);
        if (isNew) {
            Files.createDirectory(place, PRIVATE);
        }
        removeLeftovers(place, prefix);
        // Short, since the path of a socket has to be; and the lock is there before the folder has the name that others
        // look for.
        Path path = place.resolve(prefix + Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX));
        Path fresh = Files.createDirectory(place.resolve("." + path.getFileName()), PRIVATE);
        FileChannel lock =
                FileChannel.open(fresh.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new IOException(fresh + ": is locked by another process");
            }
            Files.move(fresh, path);
            return new WorkFolder(place, isNew, path, lock);
        } catch (IOException e) {
            lock.close();
            remove(fresh);
            throw e;
        }
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** A folder in it. */
    Path folder(String name) throws IOException {
        Path folder = path.resolve(name);
        try {
            return Files.createDirectory(folder, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                return folder;
            }
            throw e;
        }
    }

    private static void removeLeftovers(Path place, String prefix) throws IOException {
        try (var found = Files.newDirectoryStream(place, prefix + "*")) {
            for (Path each : found) {
                if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS) && isOwn(each)) {
                    removeUnlessHeld(each);
                }
            }
        }
    }

    /** In a place that everybody may write to, others may have made something of that name. */
    private static boolean isOwn(Path folder) throws IOException {
        try {
            return Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                    .equals(Files.getAttribute(SELF, "unix:uid"));
        } catch (NoSuchFileException _) {
            return false; // another process was quicker
        }
    }

    private static void removeUnlessHeld(Path folder) throws IOException {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                @Nullable FileLock taken = channel.tryLock()) {
            if (taken != null) {
                remove(folder);
            }
        } catch (OverlappingFileLockException _) {
            // this process has it
        } catch (IOException _) {
            // no lock in it: not one of ours, or being removed
        }
    }

    /** Removes a folder and all in it, and follows no link. */
    private static void remove(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            inside.sorted(Comparator.reverseOrder()).forEach(WorkFolder::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            remove(path);
        }
        if (isPlaceOurs) {
            removeEmpty(place);
        }
    }

    private static void removeEmpty(Path place) throws IOException {
        try {
            Files.deleteIfExists(place);
        } catch (DirectoryNotEmptyException _) {
            // another one is being made there
        }
    }
}
