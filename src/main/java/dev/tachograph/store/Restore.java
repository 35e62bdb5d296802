package dev.tachograph.store;

import dev.tachograph.store.Safekeeping.UnfitException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Puts a backup back into a data directory. The backup is checked and copied beside the record that is there before any of that
 * is touched; then the two are exchanged ({@link Restoring}). The old record is set aside, never deleted.
 */
public final class Restore {
    private static final double BYTES_PER_MB = 1e6;

    private final BackupReading backup;
    private final Path dataDirectory;
    private final OpeningTrial.Way trial;
    private final Course course;
    private final InstantSource clock;

    private Restore(
            BackupReading backup, Path dataDirectory, OpeningTrial.Way trial, Course course, InstantSource clock) {
        this.backup = backup;
        this.dataDirectory = dataDirectory;
        this.trial = trial;
        this.course = course;
        this.clock = clock;
    }

    /**
     * What is in the data directory now.
     *
     * @param from when its oldest tick was; {@code null} when it has none
     * @param to when its newest tick was
     * @param samples rows of the view process_metrics
     * @param bytes of the files
     * @param setAside where the old record is; {@code null} when there was none
     */
    public record Outcome(
            Path dataDirectory,
            @Nullable Instant from,
            @Nullable Instant to,
            long ticks,
            long samples,
            int schema,
            long bytes,
            @Nullable Path setAside) {}

    /**
     * Does it.
     *
     * @param directory the backup
     * @param dataDirectory is made if need be
     * @throws UnfitException when the one is no backup, or the other can't be a data directory for it
     * @throws DataDirectory.HeldException when a recorder has the data directory
     * @throws DataDirectory.UnusableException when that can't be used
     * @throws Course.GivenUpException when the course says so; the data directory is as it was
     * @throws IOException when the backup is not whole, or can't be put back; the data directory is as it was, or the next
     *     start or the next restore finishes it
     */
    public static Outcome of(Path directory, Path dataDirectory, Course course, InstantSource clock)
            throws IOException {
        return of(directory, dataDirectory, OpeningTrial::inChild, course, clock);
    }

    static Outcome of(Path directory, Path dataDirectory, OpeningTrial.Way trial, Course course, InstantSource clock)
            throws IOException {
        Path data = dataDirectory.toAbsolutePath().normalize();
        try {
            requireApart(directory, data);
            BackupReading backup = BackupReading.of(directory);
            return new Restore(backup, data, trial, course, clock).run();
        } catch (SQLException e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Those made before a change of schema lie within the data directory, where they are in nobody's way. */
    private static void requireApart(Path directory, Path data) throws IOException {
        if (!FileErrors.isDirectory(directory)) {
            throw new UnfitException("%s: no such directory".formatted(directory));
        }
        if (!Files.isReadable(directory) || !Files.isExecutable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
        Path from = directory.toRealPath();
        Path to = Files.exists(data) ? data.toRealPath() : data;
        boolean isWithin = from.startsWith(to) && !from.startsWith(to.resolve(AutomaticBackups.FOLDER));
        if (isWithin || to.startsWith(from)) {
            throw new UnfitException(
                    "%s: lies within the data directory %s or around it; move it elsewhere first".formatted(from, to));
        }
    }

    private Outcome run() throws IOException, SQLException, InterruptedException {
        if (!DataDirectory.isNew(dataDirectory)) {
            DataDirectory.hold(dataDirectory).close(); // who holds it is said before the backup is read
        }
        course.expect(2 * backup.bytes());
        HotContents contents = backup.check(trial, course);
        try (DataDirectory held = DataDirectory.hold(dataDirectory)) {
            Path folder = held.path();
            Restoring.finish(folder);
            boolean isRecord = Files.exists(new HotFiles(folder).hot()) || Files.exists(folder.resolve("segments"));
            Path aside = SetAside.folder(folder, "restore", clock.instant());
            stage(folder, contents, isRecord ? aside : null);
            Restoring.begin(folder, aside);
            Restoring.finish(folder);
            return new Outcome(
                    folder,
                    contents.from(),
                    contents.to(),
                    contents.ticks(),
                    contents.samples(),
                    contents.schema(),
                    backup.bytes(),
                    Files.exists(aside) ? aside : null);
        }
    }

    private void stage(Path folder, HotContents contents, @Nullable Path aside) throws IOException {
        Path stage = folder.resolve(Restoring.STAGE);
        requireRoom(folder);
        try {
            Durable.makeFolders(
                    stage.resolve("segments")); // also an empty one tells that the old one is not exchanged yet
            for (String file : backup.recorded()) {
                Path to = stage.resolve(file);
                Durable.makeFolders(stage.resolve(file).resolveSibling(""));
                String sum = Copying.copyHashed(backup.folder().resolve(file), to, course);
                if (!sum.equals(backup.sums().get(file))) {
                    throw new IOException("%s: is not what was copied".formatted(to));
                }
            }
            new Recovered(detail(contents, aside), clock.instant(), true).keep(stage);
            Copying.syncFolders(stage);
            course.check();
        } catch (IOException | RuntimeException e) {
            removeAfter(e, stage);
            throw e;
        }
    }

    private static void removeAfter(Exception cause, Path stage) {
        try {
            Durable.remove(stage);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** For the first tick that is recorded after it. */
    private String detail(HotContents contents, @Nullable Path aside) throws IOException {
        BackupDescription description = backup.description();
        return "a backup%s was put back, which reaches until %s%s"
                .formatted(
                        description == null ? "" : " of " + description.madeAt(),
                        contents.to(),
                        aside == null
                                ? ""
                                : "; what was recorded here before is in " + dataDirectory.relativize(aside));
    }

    private void requireRoom(Path folder) throws IOException {
        long needed = backup.bytes();
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new IOException(
                    "No space left on device: to put it back beside what is there takes %.0f MB, and %.0f MB are free; nothing was changed"
                            .formatted(Math.ceil(needed / BYTES_PER_MB), Math.floor(free / BYTES_PER_MB)));
        }
    }
}
