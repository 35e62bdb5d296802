package dev.tachograph.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The backups that are made before a change of schema, in the folder {@code backups} of a data directory. Segments in them
 * are hard links: they take no room until the segment itself goes.
 */
final class AutomaticBackups {
    static final String FOLDER = "backups";

    /** What is being made, or removed. */
    static final String UNFINISHED = ".new-";

    private static final Pattern NAMED = Pattern.compile("before-schema-([0-9]+)-([0-9]{8}T[0-9]{6}Z)");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int MOST_KEPT = 2;
    private static final Duration LEAST_KEPT = Duration.ofDays(7);

    private final Path dataDirectory;

    AutomaticBackups(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    /** A whole one. */
    record Kept(Path folder, int schema, Instant madeAt) {}

    /** What is in it, and where it is. */
    record Made(Path folder, RowCounts counts) {}

    /**
     * Makes one of a data directory that is closed and has no log, and counts what is in it. One that holds the same hot file
     * is as good: attempts that fail again and again must not fill the disk.
     *
     * @param schema that the data are to have afterwards
     */
    Made make(int schema, Instant now) throws IOException, SQLException {
        Path hotFile = dataDirectory.resolve(DataDirectory.HOT_FILE);
        String sum = Checksums.sha256(hotFile);
        Optional<Kept> same = same(schema, sum);
        if (same.isPresent()) {
            return new Made(same.get().folder, count(same.get().folder));
        }
        String name = "before-schema-%d-%s".formatted(schema, TIME.format(now));
        Path target = root().resolve(name);
        BackupFolder backup = BackupFolder.begin(root().resolve(UNFINISHED + name), target);
        try {
            Copying.copy(hotFile, backup.hotFile());
            if (!backup.addChecksum(backup.hotFile()).equals(sum)) {
                throw new IOException("%s: is not what was copied".formatted(backup.hotFile()));
            }
            backup.addSegments(dataDirectory.resolve("segments"), Copying::link);
            RowCounts counts = backup.count();
            backup.finish();
            return new Made(target, counts);
        } catch (IOException | SQLException | RuntimeException e) {
            backup.discard(e);
            throw e;
        }
    }

    private Optional<Kept> same(int schema, String sum) throws IOException {
        String line = "%s  %s".formatted(sum, DataDirectory.HOT_FILE);
        for (Kept kept : kept()) {
            Path list = kept.folder.resolve(Segment.CHECKSUMS);
            if (kept.schema == schema
                    && Files.readAllLines(list, StandardCharsets.UTF_8).contains(line)
                    && Checksums.check(kept.folder).isEmpty()) {
                return Optional.of(kept);
            }
        }
        return Optional.empty();
    }

    private static RowCounts count(Path folder) throws SQLException {
        try (HotDatabase database = HotDatabase.openReadOnly(folder)) {
            return RowCounts.of(database.writer());
        }
    }

    /** Newest first. */
    List<Kept> kept() throws IOException {
        if (!Files.isDirectory(root())) {
            return List.of();
        }
        List<Kept> kept = new ArrayList<>();
        try (var folders = Files.newDirectoryStream(root(), Files::isDirectory)) {
            folders.forEach(folder -> parse(folder).ifPresent(kept::add));
        }
        kept.sort(Comparator.comparing(Kept::madeAt).reversed());
        return kept;
    }

    private static Optional<Kept> parse(Path folder) {
        Matcher name = NAMED.matcher(String.valueOf(folder.getFileName()));
        try {
            return name.matches()
                    ? Optional.of(
                            new Kept(folder, Integer.parseInt(name.group(1)), TIME.parse(name.group(2), Instant::from)))
                    : Optional.empty();
        } catch (DateTimeParseException | NumberFormatException _) {
            return Optional.empty(); // somebody else's folder
        }
    }

    /** What was not finished is in nobody's way, and takes room. */
    void removeUnfinished() throws IOException {
        if (Files.isDirectory(root())) {
            try (var leftovers = Files.newDirectoryStream(root(), UNFINISHED + "*")) {
                for (Path leftover : leftovers) {
                    Durable.remove(leftover);
                }
            }
        }
    }

    /**
     * Removes those that nobody will want back: all but the newest two, and those too once they are a week old and the
     * recorder has sealed something since, and so does its work with the new schema.
     *
     * @param lastSealed when a segment was sealed last; {@code null} when none ever was
     * @return what was removed
     */
    List<Path> prune(Instant now, @Nullable Instant lastSealed) throws IOException {
        List<Path> removed = new ArrayList<>();
        List<Kept> kept = kept();
        for (int i = 0; i < kept.size(); i++) {
            Kept backup = kept.get(i);
            boolean isOld = now.isAfter(backup.madeAt.plus(LEAST_KEPT));
            boolean isProven = lastSealed != null && lastSealed.isAfter(backup.madeAt);
            if (i >= MOST_KEPT || (isOld && isProven)) {
                remove(backup.folder);
                removed.add(backup.folder);
            }
        }
        return removed;
    }

    /** Under another name first: half a backup must not look like one. */
    private void remove(Path folder) throws IOException {
        Path going = root().resolve(UNFINISHED + "going-" + folder.getFileName());
        Durable.move(folder, going);
        Durable.remove(going);
    }

    private Path root() {
        return dataDirectory.resolve(FOLDER);
    }
}
