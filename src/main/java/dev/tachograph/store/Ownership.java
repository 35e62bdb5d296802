package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What a name stands for and who may do what with it; a link counts as itself.
 *
 * @param uid of the owner
 * @param mode such as {@code rwx------}
 */
record Ownership(boolean isDirectory, boolean isRegularFile, long uid, String mode) {
    private static final Path SELF = Path.of("/proc/self");

    static Ownership of(Path path) throws IOException {
        var attributes = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new Ownership(
                attributes.isDirectory(),
                attributes.isRegularFile(),
                uid(path),
                PosixFilePermissions.toString(attributes.permissions()));
    }

    /** The effective user of this process. */
    static long ownUid() throws IOException {
        return Integer.toUnsignedLong((int) Files.getAttribute(SELF, "unix:uid"));
    }

    private static long uid(Path path) throws IOException {
        return Integer.toUnsignedLong((int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    boolean isOwn() throws IOException {
        return uid == ownUid();
    }

    /** For messages: "a folder of uid 1000 with rwxr-xr-x". */
    @Override
    public String toString() {
        return "a %s of uid %d with %s".formatted(isDirectory ? "folder" : isRegularFile ? "file" : "link", uid, mode);
    }
}
