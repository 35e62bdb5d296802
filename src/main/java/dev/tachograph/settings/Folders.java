package dev.tachograph.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What paths are relative to.
 *
 * @param home what {@code ~} means
 * @param base the working directory for flags and environment, the file's own folder for a file; absolute
 */
record Folders(Path home, Path base) {
    /** The absolute path that the text means; null if no file can have this name. */
    @Nullable Path path(String text) {
        try {
            if (text.isBlank()) {
                return null;
            }
            boolean atHome = text.equals("~") || text.startsWith("~/");
            Path path = atHome ? home.resolve(text.substring(Math.min(2, text.length()))) : base.resolve(text);
            return path.normalize();
        } catch (InvalidPathException _) {
            return null;
        }
    }
}
