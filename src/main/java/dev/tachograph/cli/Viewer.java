package dev.tachograph.cli;

import dev.tachograph.settings.ListenAddress;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What {@code tachograph open} does with a bundle. */
@FunctionalInterface
public interface Viewer {

    /**
     * Opens it and serves its screens until it is told to end.
     *
     * @param listen where; {@code null} to close it again, having compared all that can be, and print what it is
     * @return an {@link ExitCode}
     */
    int open(Path file, @Nullable ListenAddress listen) throws IOException;
}
