package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What went wrong with a file, for people: the exceptions of the JDK say the path, and why only by the name of their class. */
public final class FileErrors {
    private FileErrors() {}

    /** The path and why, in one line; of another exception its own words. */
    public static String sentence(IOException e) {
        String file = e instanceof FileSystemException fs ? fs.getFile() : null;
        return file == null ? reason(e) : file + ": " + reason(e);
    }

    /** Why, without the path. */
    public static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file or directory";
            case FileAlreadyExistsException _ -> "exists already";
            case DirectoryNotEmptyException _ -> "is a directory that is not empty";
            case NotDirectoryException _ -> "is not a directory";
            case NotLinkException _ -> "is not a link";
            case FileSystemLoopException _ -> "links lead in a circle";
            case FileSystemException fs -> words(fs.getReason(), e);
            default -> words(e.getMessage(), e);
        };
    }

    private static String words(@Nullable String said, IOException e) {
        return said == null || said.isBlank()
                ? e.getClass().getSimpleName()
                : said.lines().findFirst().orElse("");
    }

    /**
     * Whether there is a directory.
     *
     * @throws AccessDeniedException when this user may not even know
     */
    static boolean isDirectory(Path path) throws AccessDeniedException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException _) {
            return false;
        }
    }

    /** The same failure at the place that the user named, if it was at the one that stands for it meanwhile, or in that. */
    static IOException at(Path named, Path meanwhile, IOException e) {
        if (!(e instanceof FileSystemException fs)
                || fs.getFile() == null
                || !Path.of(fs.getFile()).startsWith(meanwhile)) {
            return e;
        }
        return e instanceof AccessDeniedException
                ? caused(new AccessDeniedException(named.toString()), e)
                : caused(new FileSystemException(named.toString(), null, reason(e)), e);
    }

    private static IOException caused(IOException told, IOException cause) {
        told.initCause(cause);
        return told;
    }
}
