package dev.tachograph.worker;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The only folder that a worker may write to (mode 0700), in which a sort that takes much memory puts what it can't hold. */
final class WorkFolder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WorkFolder.class.getName());
    private static final String PREFIX = "tachograph-sql-";
    /** With the process id of whoever made it. */
    private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,18})-.*");

    /** Those that this process has made and not removed. In a container it often has the number of one that was killed. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;

    private WorkFolder(Path path) {
        this.path = path;
    }

    /** Makes one within {@code base}. */
    static WorkFolder in(Path base) throws IOException {
        Files.createDirectories(
                base, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        synchronized (OWN) {
            Path path = Files.createTempDirectory(
                    base, PREFIX + ProcessHandle.current().pid() + "-");
            OWN.add(path.toAbsolutePath());
            return new WorkFolder(path);
        }
    }

    /** Removes those whose makers were killed, as far as they are ours. */
    static void removeLeftovers(Path base) {
        try (var all = Files.newDirectoryStream(base, PREFIX + "*")) {
            for (Path each : all) {
                Matcher name = NAME.matcher(each.getFileName().toString());
                if (name.matches() && !isUsed(each, Long.parseLong(name.group(1))) && isOwn(each)) {
                    new WorkFolder(each).close();
                }
            }
        } catch (IOException _) {
            // there is no such folder yet, or none that we may look into
        }
    }

    private static boolean isUsed(Path each, long maker) {
        synchronized (OWN) { // one that is made at this moment
            return maker == ProcessHandle.current().pid()
                    ? OWN.contains(each.toAbsolutePath())
                    : ProcessHandle.of(maker).isPresent();
        }
    }

    private static boolean isOwn(Path each) throws IOException {
        return Files.getAttribute(each, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    Path path() {
        return path;
    }

    /** Removes it with all that is in it. */
    @Override
    public void close() {
        try {
            Files.walkFileTree(path, new Removal());
            OWN.remove(path.toAbsolutePath());
        } catch (NoSuchFileException _) {
            OWN.remove(path.toAbsolutePath()); // somebody was quicker
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} can''t be removed: {1}", path, e);
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        @SuppressWarnings("NullAway") // its superclass allows null and says so nowhere
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
