package dev.tachograph.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Puts DuckDB's native library where the JVM looks for it. The driver would unpack its 71 MB into the temp folder at each
 * start and leave them there after a SIGKILL; unpacked once into a folder of ours, it starts faster and leaks nothing.
 *
 * <p>The launcher names the folder by {@code -Djava.library.path} and the driver's jar by {@code -Dtachograph.driver};
 * without the latter, a packaged library is expected to lie there already.
 */
public final class NativeLibrary {
    static final String FILE_NAME = "libduckdb_java.so";
    static final String UNPACKING = "unpacking";
    private static final String LOCK_FILE = "lock";
    private static final String PRIVATE = "rwx------";

    private NativeLibrary() {}

    /**
     * Unpacks the library unless it is there.
     *
     * @throws IOException when it can't be, or when the folder is not ours alone
     */
    public static synchronized void prepare() throws IOException {
        String jar = System.getProperty("tachograph.driver");
        if (jar != null) {
            unpack(Path.of(jar), Path.of(System.getProperty("java.library.path", "")));
        }
    }

    static void unpack(Path jar, Path folder) throws IOException {
        makePrivate(folder);
        Path library = folder.resolve(FILE_NAME);
        try (ZipFile driver = new ZipFile(jar.toFile());
                var lock = FileChannel.open(
                        folder.resolve(LOCK_FILE),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS)) {
            ZipEntry entry = entry(driver);
            lock.lock(); // let go of with the channel; another start may be at it
            if (!isWhole(library, entry)) {
                removeLeftovers(folder);
                copy(driver, entry, library);
            }
        }
    }

    private static ZipEntry entry(ZipFile driver) throws IOException {
        String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        ZipEntry entry = driver.getEntry(FILE_NAME + "_linux_" + architecture);
        if (entry == null) {
            throw new IOException("%s has no library for Linux on %s"
                    .formatted(driver.getName(), System.getProperty("os.arch").toLowerCase(Locale.ROOT)));
        }
        return entry;
    }

    /** Whoever may write into the folder runs code as us: it has to be ours alone. */
    private static void makePrivate(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Path parent = folder.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
            } catch (FileAlreadyExistsException _) {
                // another start was quicker: the check below tells
            }
        }
        Ownership found = Ownership.of(folder);
        if (!found.isDirectory() || !found.isOwn() || !found.mode().equals(PRIVATE)) {
            throw new IOException("%s has to be a folder of uid %d with mode %s, and is %s; remove it"
                    .formatted(folder, Ownership.ownUid(), PRIVATE, found));
        }
    }

    /** The content was checked when it was unpacked, and the folder is ours alone since. */
    private static boolean isWhole(Path library, ZipEntry entry) throws IOException {
        return Files.isRegularFile(library, LinkOption.NOFOLLOW_LINKS) && Files.size(library) == entry.getSize();
    }

    /** What starts that were killed have left half unpacked. */
    private static void removeLeftovers(Path folder) throws IOException {
        try (var leftovers = Files.newDirectoryStream(folder, UNPACKING + "*")) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    private static void copy(ZipFile driver, ZipEntry entry, Path library) throws IOException {
        Path fresh = Files.createTempFile(library.toAbsolutePath().getParent(), UNPACKING, ".so");
        try {
            var in = new CheckedInputStream(driver.getInputStream(entry), new CRC32());
            try (InputStream from = in;
                    OutputStream to = Files.newOutputStream(fresh)) {
                from.transferTo(to);
            }
            if (in.getChecksum().getValue() != entry.getCrc()) {
                throw new IOException("the library in %s is damaged".formatted(driver.getName()));
            }
            try (var channel = FileChannel.open(fresh, Set.of(StandardOpenOption.WRITE))) {
                channel.force(true);
            }
            Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
