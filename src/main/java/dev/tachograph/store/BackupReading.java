package dev.tachograph.store;

import dev.tachograph.store.OpeningTrial.Manner;
import dev.tachograph.store.Safekeeping.UnfitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A backup that is to be put back: one that was asked for, or one that was made before a change of schema.
 *
 * @param sums of every file that belongs to it, by its path in the folder
 */
record BackupReading(Path folder, Map<String, String> sums) {
    private static final String SEGMENTS = "segments/";

    BackupReading {
        sums = Collections.unmodifiableMap(new TreeMap<>(sums));
    }

    /** Reads what it says of itself. @throws UnfitException when it is no backup */
    static BackupReading of(Path directory) throws IOException {
        Path folder = directory.toAbsolutePath().normalize();
        Path list = folder.resolve(Segment.CHECKSUMS);
        if (!Files.isRegularFile(list) || !Files.isRegularFile(folder.resolve(DataDirectory.HOT_FILE))) {
            throw new UnfitException("%s: is no backup, or one that was not finished: it needs %s and %s"
                    .formatted(folder, Segment.CHECKSUMS, DataDirectory.HOT_FILE));
        }
        Map<String, String> sums = new TreeMap<>(parse(list).sums());
        for (Path own : Copying.files(folder.resolve(SEGMENTS))) {
            if (own.endsWith(Segment.CHECKSUMS) && !sums.containsKey(name(folder, own))) {
                addSegment(folder, own, sums);
            }
        }
        if (!sums.containsKey(DataDirectory.HOT_FILE)) {
            throw new UnfitException("%s: does not list %s".formatted(list, DataDirectory.HOT_FILE));
        }
        return new BackupReading(folder, sums);
    }

    /** What it says of itself; {@code null} in one of a program before there was such a file. */
    @Nullable BackupDescription description() throws IOException {
        Path description = folder.resolve(BackupDescription.FILE);
        return Files.exists(description)
                ? BackupDescription.parse(Files.readString(description, StandardCharsets.UTF_8))
                : null;
    }

    private static Checksums parse(Path list) throws IOException {
        return Checksums.parse(Files.readString(list, StandardCharsets.UTF_8));
    }

    /** One made before a change of schema lists its hot file only; its segments have lists of their own. */
    private static void addSegment(Path folder, Path list, Map<String, String> sums) throws IOException {
        sums.put(name(folder, list), Checksums.sha256(list));
        parse(list).sums().forEach((file, sum) -> sums.put(name(folder, list.resolveSibling(file)), sum));
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString();
    }

    long bytes() throws IOException {
        long bytes = 0;
        for (String file : sums.keySet()) {
            Path path = folder.resolve(file);
            bytes += Files.exists(path) ? Files.size(path) : 0;
        }
        return bytes;
    }

    /** What belongs into a data directory: the hot file, the segments and saved questions. */
    List<String> recorded() {
        return sums.keySet().stream()
                .filter(file -> file.equals(DataDirectory.HOT_FILE)
                        || file.startsWith(SEGMENTS)
                        || file.startsWith(DataDirectory.QUESTIONS + "/"))
                .toList();
    }

    /**
     * Compares all of it with its checksums, has another process read it, and counts.
     *
     * @return what it holds
     * @throws IOException when it is not what was written
     * @throws SQLException when a newer program wrote it, or it can't be read
     */
    HotContents check(OpeningTrial.Way trial, Course course) throws IOException, SQLException, InterruptedException {
        List<String> problems = new Checksums(sums).compare(folder, course);
        if (!problems.isEmpty()) {
            throw new IOException("%s: can't be put back, and nothing was changed; %s%s"
                    .formatted(
                            folder,
                            problems.getFirst(),
                            problems.size() == 1 ? "" : "; and %d more files".formatted(problems.size() - 1)));
        }
        if (trial.trial(folder, Manner.READ) instanceof Verdict.Broken broken) {
            throw new SQLException("%s: can't be put back, and nothing was changed; its hot file can't be read: %s"
                    .formatted(folder, broken.reason()));
        }
        try (HotDatabase database = HotDatabase.openReadOnly(folder)) {
            Migrations.refuseNewer(Migrations.version(database.writer()), Migrations.all());
            HotContents contents = HotContents.of(database.writer());
            BackupDescription description = description();
            if (description != null && !description.rows().equals(contents.rows())) {
                throw new IOException("%s: can't be put back, and nothing was changed; it has other rows than %s says"
                        .formatted(folder, BackupDescription.FILE));
            }
            for (Segment segment : contents.segments()) {
                if (!sums.containsKey(
                        segment.folder().resolve(Segment.CHECKSUMS).toString())) {
                    throw new IOException("%s: can't be put back, and nothing was changed; %s is missing"
                            .formatted(folder, segment.folder()));
                }
            }
            return contents;
        }
    }
}
