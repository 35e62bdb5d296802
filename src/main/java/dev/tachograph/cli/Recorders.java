package dev.tachograph.cli;

import static java.util.stream.Collectors.joining;

import dev.tachograph.settings.SettingsException;
import dev.tachograph.store.FileErrors;
import dev.tachograph.text.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recorder that a command asks: the running one, else what one has left behind.
 *
 * @param usual where to look when the user names no directory
 * @param purpose what the command does with what it finds, such as "show"
 */
record Recorders(Usual usual, Archive archive, String purpose) {

    /** For commands that show something. */
    Recorders(Usual usual, Archive archive) {
        this(usual, archive, "show");
    }

    /** The same for a command that does something else. */
    Recorders to(String otherPurpose) {
        return new Recorders(usual, archive, otherPurpose);
    }

    /** The recorder of a data directory, and whether it runs. */
    record Found(Path directory, boolean running, RecorderApi api) implements AutoCloseable {

        /** Tells the user that what follows is of the past, unless it isn't. */
        void announce(Console console) throws IOException {
            if (!running) {
                JsonValue health = api.get("/api/storage/health", Map.of()).json();
                announce(
                        console, new HealthReport(health, false, console.clock().instant(), console.zone()));
            }
        }

        void announce(Console console, HealthReport report) {
            if (!running) {
                @Nullable Instant newest = report.newest();
                console.say("no recorder is running on " + Printable.text(directory.toString()) + "; "
                        + (newest == null
                                ? "it recorded nothing"
                                : "showing what it recorded until " + Figures.instant(newest, console.zone())));
            }
        }

        @Override
        public void close() throws IOException {
            api.close();
        }
    }

    /** The directories to try when the user names none; asked only then. */
    @FunctionalInterface
    interface Usual {
        /** Best first. */
        List<Path> directories() throws SettingsException;
    }

    /**
     * The recorder of this directory, or of the first usual one where one runs, else where anything is recorded.
     *
     * @throws IOException if there is none; the message says where it was looked for
     */
    Found find(@Nullable Path dataDirectory) throws IOException, SettingsException {
        List<Path> candidates = dataDirectory == null ? usual.directories() : List.of(dataDirectory);
        for (Path directory : candidates) {
            SocketApi socket = SocketApi.in(directory);
            if (socket.isServed()) {
                return new Found(directory, true, socket);
            }
        }
        for (Path directory : candidates) {
            if (obstacle(directory) == null) {
                return new Found(directory, false, archive.openReadOnly(directory));
            }
        }
        for (Path directory : candidates) {
            if (SocketApi.in(directory).isRefused()) {
                throw new IOException("a recorder may be running in %s; only its owner and root may ask it"
                        .formatted(Printable.text(directory.toString())));
            }
        }
        throw new IOException("no recorder is running, and there is nothing to " + purpose + ": "
                + candidates.stream()
                        .map(directory -> directory + ": " + obstacle(directory))
                        .collect(joining("; ")));
    }

    /** Why nothing can be read in a directory; null where something can. */
    private static @Nullable String obstacle(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Files.exists(directory) ? "not a directory" : "no such directory";
        }
        if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
            return "permission denied (only its owner and root may read it)";
        }
        try (var files = Files.newDirectoryStream(directory)) {
            return files.iterator().hasNext() ? null : "empty";
        } catch (IOException e) {
            return FileErrors.reason(e);
        }
    }
}
