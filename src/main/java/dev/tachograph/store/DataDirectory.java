package dev.tachograph.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The folder that holds all that one recorder has recorded, held by one recorder at a time until {@link #close}. Nobody but
 * its owner may look into it (mode 0700): it knows every user's command lines.
 */
public final class DataDirectory implements AutoCloseable {
    /** The hot database within a data directory. */
    public static final String HOT_FILE = "tachograph.duckdb";

    /** The folder of the questions that users saved. */
    public static final String QUESTIONS = "questions";

    private static final String LOCK_FILE = "tachograph.lock";
    private static final Set<PosixFilePermission> PRIVATE_FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");
    private static final int KEY_BYTES = 32;

    private final Path path;
    private final FileChannel lockChannel;

    private DataDirectory(Path path, FileChannel lockChannel) {
        this.path = path;
        this.lockChannel = lockChannel;
    }

    /** The folder cannot be used; the message says which and why. */
    public static final class UnusableException extends IOException {
        private static final long serialVersionUID = 1;

        UnusableException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Another recorder holds the folder. */
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1;

        HeldException(Path path, String holder) {
            super("%s: another recorder%s writes here"
                    .formatted(path, holder.isEmpty() ? "" : ", pid " + holder + ","));
        }
    }

    /**
     * Makes the folder if need be and takes hold of it.
     *
     * @throws HeldException when another recorder has it
     * @throws UnusableException when it can't be made, read or written, or belongs to something else
     */
    public static DataDirectory hold(Path path) throws HeldException, UnusableException {
        Path folder = path.toAbsolutePath().normalize();
        try {
            prepare(folder);
            return lock(folder);
        } catch (UnusableException | HeldException e) {
            throw e;
        } catch (AccessDeniedException e) {
            throw new UnusableException(
                    "%s: no permission; choose another folder with --data-dir".formatted(e.getFile()), e);
        } catch (IOException e) {
            throw new UnusableException("%s: %s".formatted(folder, reason(e)), e);
        }
    }

    /** Whether no recorder has been here yet: there is no such folder, or nothing in it. Never changes anything. */
    public static boolean isNew(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        if (!Files.isDirectory(folder)) {
            return !Files.exists(folder, LinkOption.NOFOLLOW_LINKS);
        }
        try {
            return isEmpty(folder);
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.newDirectoryStream(folder, entry -> !entry.endsWith("lost+found"))) {
            return !entries.iterator().hasNext();
        }
    }

    private static String reason(IOException e) {
        String reason = e instanceof FileSystemException fs ? fs.getReason() : e.getMessage();
        return e instanceof NoSuchFileException
                ? "no such file or folder, and it can't be made"
                : Objects.toString(reason, e.toString());
    }

    /** Refuses what DuckDB can't open. */
    static void requireFit(Path folder) throws UnusableException {
        String unfit = folder.toString().replaceAll("[^;?,]", "");
        if (!unfit.isEmpty()) {
            throw new UnusableException(
                    "%s: a folder of data can't have '%c' in its path, which DuckDB takes for the end of one"
                            .formatted(folder, unfit.charAt(0)),
                    null);
        }
    }

    private static void prepare(Path folder) throws IOException {
        requireFit(folder);
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(Objects.requireNonNullElse(folder.getParent(), folder));
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new UnusableException(
                    folder + (Files.exists(folder) ? ": is a file, not a folder" : ": is a link that leads nowhere"),
                    null);
        }
        Ownership owner = Ownership.of(folder.toRealPath());
        if (!owner.isOwn()) {
            throw new UnusableException(
                    "%s: is %s, and has to belong to the recorder's own uid %d; choose another folder with --data-dir"
                            .formatted(folder, owner, Ownership.ownUid()),
                    null);
        }
        if (!isOurs(folder)) {
            throw new UnusableException(
                    folder + ": holds other files; choose an empty folder or a new one for --data-dir", null);
        }
        if (!Files.getPosixFilePermissions(folder).equals(PRIVATE_FOLDER)) {
            Files.setPosixFilePermissions(folder, PRIVATE_FOLDER);
        }
    }

    /**
     * An empty folder may become ours; one with other files (think of /tmp) may not, as its mode would change. In such a
     * folder anybody may make a file with a name that we use, so it counts only when it is ours.
     */
    private static boolean isOurs(Path folder) throws IOException {
        for (String name : List.of(LOCK_FILE, HOT_FILE)) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Ownership.of(file).isOwn()) {
                return true;
            }
        }
        return isEmpty(folder);
    }

    private static DataDirectory lock(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(LOCK_FILE),
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                privateFile());
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new HeldException(folder, readAll(channel));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new DataDirectory(folder, channel);
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new HeldException(
                    folder, Long.toString(ProcessHandle.current().pid()));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static String readAll(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(32);
        channel.read(text, 0);
        return StandardCharsets.US_ASCII.decode(text.flip()).toString().strip();
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /**
     * A random secret of this installation, made when it is first asked for and kept in a file that only the owner reads.
     *
     * @param name of the file in the data directory
     */
    public byte[] secret(String name) throws IOException {
        Path file = path.resolve(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return parseSecret(file, content(file));
        }
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            writeDurably(file, HexFormat.of().formatHex(key) + "\n");
        } catch (IOException e) {
            throw new UnusableException("%s: can't be written: %s".formatted(file, reason(e)), e);
        }
        return key;
    }

    /**
     * A secret that a recorder has made here, for those who only look.
     *
     * @return {@code null} when there is none that this user may read
     */
    public static byte @Nullable [] existingSecret(Path directory, String name) {
        Path file = directory.resolve(name);
        try {
            return Files.isReadable(file) ? parseSecret(file, content(file)) : null;
        } catch (UnusableException _) {
            return null;
        }
    }

    /** Whole or not at all, also after a power loss. */
    private void writeDurably(Path file, String text) throws IOException {
        Path fresh = path.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (var out = FileChannel.open(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), privateFile())) {
            out.write(StandardCharsets.US_ASCII.encode(text));
            out.force(true);
        }
        Files.move(fresh, file);
        try (var folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static String content(Path file) throws UnusableException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UnusableException("%s: can't be read: %s".formatted(file, reason(e)), e);
        }
    }

    /** Says nothing of what is in the file. */
    private static byte[] parseSecret(Path file, String content) throws UnusableException {
        try {
            byte[] key = HexFormat.of().parseHex(content.strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException _) {
            // the sentence below covers it
        }
        throw new UnusableException(
                "%s: is damaged: %d hexadecimal digits are expected; move it away and a new one is made"
                        .formatted(file, 2 * KEY_BYTES),
                null);
    }

    private static FileAttribute<Set<PosixFilePermission>> privateFile() {
        return PosixFilePermissions.asFileAttribute(PRIVATE_FILE);
    }

    /** Lets others take hold of the folder. */
    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException _) {
            // the kernel lets go of the lock when the process ends, at the latest
        }
    }
}
