package dev.tachograph.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which recorder a command asks. */
final class DataDirectoryOption {
    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "The data directory; otherwise the user's own, then /var/lib/tachograph.")
    @Nullable Path path;
}
