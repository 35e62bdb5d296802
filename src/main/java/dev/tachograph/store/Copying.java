package dev.tachograph.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Copies of files that are on the disk when the call returns, and that only their owner may read. */
final class Copying {
    private static final int BUFFER = 1 << 16;

    private Copying() {}

    /** How a file gets to another place. */
    interface Transfer {
        void put(Path from, Path to) throws IOException;
    }

    /** A file of its own, so that damage to one is no damage to the other. */
    static void copy(Path from, Path to) throws IOException {
        try (var in = FileChannel.open(from, StandardOpenOption.READ)) {
            copy(in, to);
        }
    }

    private static void copy(FileChannel in, Path to) throws IOException {
        try (var out = create(to)) {
            long size = in.size();
            for (long at = 0; at < size; ) {
                long count = in.transferTo(at, size - at, out);
                if (count <= 0) {
                    throw new IOException("%s: ended at %d bytes of %d while it was copied".formatted(to, at, size));
                }
                at += count;
            }
            out.force(true);
        }
    }

    /**
     * A file of its own, and what is in it by the bytes that were read.
     *
     * @return the checksum, SHA-256 in hexadecimal digits
     */
    static String copyHashed(Path from, Path to, Course course) throws IOException {
        MessageDigest digest = Checksums.digest();
        try (var in = FileChannel.open(from, StandardOpenOption.READ);
                var out = create(to)) {
            var buffer = ByteBuffer.allocate(BUFFER);
            while (in.read(buffer.clear()) >= 0) {
                int count = buffer.position();
                digest.update(buffer.flip());
                buffer.rewind();
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                course.passed(count);
            }
            out.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Makes a file that was not there, for its owner alone. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /**
     * The same file under one more name where both are on one file system, otherwise one of its own.
     *
     * @return the checksum of what lies there then
     */
    static String linkOrCopy(Path from, Path to, Course course) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException _) {
            return copyHashed(from, to, course);
        }
        return Checksums.sha256(to, course);
    }

    /** The same file under one more name, where the file system has such, for what nobody changes any more. */
    static void link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException _) {
            copy(from, to);
        }
    }

    /** Every file of a folder and of those in it, with the folders; none if there is no such folder. */
    static void tree(Path from, Path to, Transfer transfer) throws IOException {
        for (Path file : files(from)) {
            Path place = to.resolve(from.relativize(file));
            Path folder = place.getParent();
            if (folder != null) {
                Durable.makeFolders(folder);
            }
            transfer.put(file, place);
        }
        syncFolders(to);
    }

    /** Brings the names in a folder and in those below it to the disk. */
    static void syncFolders(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path folder : all.filter(Files::isDirectory).toList()) {
                Durable.syncFolder(folder);
            }
        }
    }

    /** The files in a folder and below, in order, without those that are still being made. */
    static List<Path> files(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !isUnfinished(root.relativize(path)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isUnfinished(Path path) {
        for (Path name : path) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
