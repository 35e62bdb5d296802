package dev.tachograph.cli;

import dev.tachograph.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;

/** Opens what a recorder that no longer runs has left behind. */
@FunctionalInterface
public interface Archive {

    /**
     * The same resources as a running recorder's, read from the files. {@code recording.status} of
     * {@code /api/storage/health} is {@code stopped} after a clean end, otherwise {@code degraded} with the problems.
     *
     * @throws IOException if nothing in the directory can be read; the message names it
     */
    RecorderApi openReadOnly(Path dataDirectory) throws IOException, SettingsException;
}
