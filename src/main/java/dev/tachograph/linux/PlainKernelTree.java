package dev.tachograph.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files read as plain Java files. Names that are no text in this system's encoding are not found. */
final class PlainKernelTree implements KernelTree {
    @Override
    public int read(String file, byte[] into) {
        try (InputStream in = Files.newInputStream(path(file))) {
            return in.readNBytes(into, 0, into.length);
        } catch (NoSuchFileException | InvalidPathException _) {
            return -Errno.ENOENT;
        } catch (AccessDeniedException _) {
            return -Errno.EACCES;
        } catch (IOException _) {
            return -Errno.EIO;
        }
    }

    @Override
    public KeptFile keep(String file) {
        return new KeptFile() {
            @Override
            public int read(byte[] into) {
                return PlainKernelTree.this.read(file, into);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public @Nullable Folder folder(String path) {
        try {
            Map<String, Object> facts = Files.readAttributes(path(path), "unix:ino,nlink", LinkOption.NOFOLLOW_LINKS);
            return facts.get("ino") instanceof Long inode && facts.get("nlink") instanceof Integer links
                    ? new Folder(inode, links)
                    : null;
        } catch (IOException | InvalidPathException _) {
            return null;
        }
    }

    @Override
    public List<String> folders(String path) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path(path))) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                    names.add(bytewise(String.valueOf(entry.getFileName())));
                }
            }
        } catch (IOException | InvalidPathException _) {
            return List.of();
        }
        return names;
    }

    @Override
    public void close() {}

    private static Path path(String bytewise) {
        return Path.of(new String(bytewise.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
    }

    private static String bytewise(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
