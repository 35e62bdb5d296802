package dev.tachograph.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Stream;

/** Changes of files and folders that are still there after a power loss, and never half done. */
public final class Durable {
    /** How the names of files end that are being written; one that a crash has left is nothing. */
    static final String UNFINISHED = ".new";

    private static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

    private Durable() {}

    /** Writes a small file of the owner alone, in place of one that has its name. */
    public static void write(Path file, String text) throws IOException {
        Path fresh = fresh(file);
        try (FileChannel out = create(fresh)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        move(fresh, file);
    }

    /** Copies the begin of a file to one of the owner alone, in place of one that has its name. */
    static void copy(Path from, long bytes, Path to) throws IOException {
        Path fresh = fresh(to);
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = create(fresh)) {
            for (long at = 0; at < bytes; ) {
                long copied = in.transferTo(at, bytes - at, out);
                if (copied <= 0) {
                    throw new IOException("%s: is shorter than %d bytes".formatted(from, bytes));
                }
                at += copied;
            }
            out.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        move(fresh, to);
    }

    private static Path fresh(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        Files.deleteIfExists(fresh);
        return fresh;
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
    }

    /** Removes a file; nothing is fine, too. */
    public static void removeFile(Path file) throws IOException {
        Path above = file.toAbsolutePath().getParent();
        if (Files.deleteIfExists(file) && above != null) {
            syncFolder(above);
        }
    }

    /** Brings what a file holds to the disk. */
    static void syncFile(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /** Brings the names in a folder to the disk. */
    static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a folder and those above it, as far as they are missing. */
    static void makeFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            makeFolders(parent);
        }
        Files.createDirectory(folder);
        if (parent != null) {
            syncFolder(parent);
        }
    }

    /** Gives a file or a folder another name on the same disk, whole or not at all. */
    static void move(Path from, Path to) throws IOException {
        Path above = to.toAbsolutePath().getParent();
        if (above != null) {
            makeFolders(above);
        }
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        if (above != null) {
            syncFolder(above);
        }
        Path left = from.toAbsolutePath().getParent();
        if (left != null && !left.equals(above)) {
            syncFolder(left);
        }
    }

    /** Removes a folder and all in it; nothing is fine, too. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> inside = Files.walk(folder)) {
            inside.sorted(Comparator.reverseOrder()).forEach(Durable::delete);
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
}
