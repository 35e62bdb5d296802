package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Where doubtful files go: recovery deletes nothing. Each gets a folder of its own, {@code set-aside/<UTC time>-<what>}, with
 * the name that it had.
 */
final class SetAside {
    static final String FOLDER = "set-aside";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private SetAside() {}

    /**
     * Moves a file or a folder out of the way, on the same disk.
     *
     * @param what in a word, such as {@code segment}
     * @return where it is now
     */
    static Path move(Path dataDirectory, Path doubtful, String what, Instant now) throws IOException {
        Path name = doubtful.getFileName();
        Path to = folder(dataDirectory, what, now).resolve(name == null ? doubtful : name);
        Durable.move(doubtful, to);
        return to;
    }

    /** A folder that is not there yet, for what belongs together. */
    static Path folder(Path dataDirectory, String what, Instant now) {
        Path root = dataDirectory.resolve(FOLDER);
        String base = TIME.format(now) + "-" + what;
        Path place = root.resolve(base);
        for (int i = 2; Files.exists(place); i++) {
            place = root.resolve(base + "-" + i);
        }
        return place;
    }
}
