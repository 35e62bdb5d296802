package dev.tachograph.web;

import dev.tachograph.settings.Surroundings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Files that only the owner of their folder may read, whoever writes them. */
final class PrivateFile {
    private PrivateFile() {}

    /**
     * Writes a file whole or not at all, in place of one that may be there. It has mode 0600 from its first moment.
     *
     * @throws IOException also when the folder is somebody else's, who could not read the file then: not even root gives files
     *     away, as the folder's owner could put something else in their place meanwhile
     */
    static void replace(Path file, String text) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "folder");
        Object owner = Files.getAttribute(folder, "unix:uid");
        if (Integer.toUnsignedLong((int) owner) != Surroundings.ownUid()) {
            throw new IOException("%s: belongs to uid %d, who alone may write it: sudo -u '#%2$d' …"
                    .formatted(folder, Integer.toUnsignedLong((int) owner)));
        }
        Path fresh = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel out = FileChannel.open(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
