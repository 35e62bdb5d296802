package dev.tachograph.store;

import dev.tachograph.linux.Host;
import dev.tachograph.store.OpeningTrial.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes a backup: the hot file as it was at one moment, with its log made part of it, and the segments that it lists. What is
 * copied is compared with what it was sealed as, and the whole is read again before it gets its name.
 */
final class BackupMaking {
    private static final double BYTES_PER_MB = 1e6;

    /** The hot file, and what a checkpoint writes anew. */
    private static final int ROOM_FACTOR = 2;

    private final Path dataDirectory;
    private final HotSource source;
    private final OpeningTrial.Way trial;
    private final InstantSource clock;

    /**
     * @param dataDirectory in which no segment is removed while a backup is made
     * @param trial how the copy is opened first: not in this process, if it can be helped
     */
    BackupMaking(Path dataDirectory, HotSource source, OpeningTrial.Way trial, InstantSource clock) {
        this.dataDirectory = dataDirectory;
        this.source = source;
        this.trial = trial;
        this.clock = clock;
    }

    /**
     * Makes one.
     *
     * @throws Safekeeping.UnfitException when it can't be there
     * @throws IOException when it can't be made; nothing is left of it then
     */
    BackupDescription make(Path directory, Course course) throws IOException, SQLException, InterruptedException {
        BackupTarget target = BackupTarget.of(dataDirectory, directory);
        try {
            return make(target, course);
        } catch (IOException e) {
            throw FileErrors.at(directory.toAbsolutePath().normalize(), target.fresh(), e);
        }
    }

    private BackupDescription make(BackupTarget target, Course course)
            throws IOException, SQLException, InterruptedException {
        BackupFolder backup = BackupFolder.begin(target.fresh(), target.folder());
        try {
            BackupDescription description = fill(backup, course);
            course.check();
            backup.finish();
            return description;
        } catch (IOException | SQLException | InterruptedException | RuntimeException e) {
            backup.discard(e);
            throw e;
        }
    }

    private BackupDescription fill(BackupFolder backup, Course course)
            throws IOException, SQLException, InterruptedException {
        HotFiles original = new HotFiles(dataDirectory);
        requireRoom(backup.place(), ROOM_FACTOR * (size(original.hot()) + size(original.log())));
        Instant now = clock.instant();
        HotContents expected = source.copyTo(new HotFiles(backup.place()), course);
        settle(backup.place());
        HotContents contents = contents(backup.place());
        if (expected != null) {
            expected.requireSame(contents);
        }
        addSegments(backup, contents, course);
        backup.addQuestions(dataDirectory);
        backup.addChecksum(backup.hotFile());
        requireWhole(backup.place(), contents);
        var description = BackupDescription.of(contents, now, Host.name(), backup.files(), backup.bytes());
        backup.describe(description);
        return description;
    }

    private void addSegments(BackupFolder backup, HotContents contents, Course course) throws IOException {
        long bytes = contents.segments().stream().mapToLong(Segment::bytes).sum();
        if (!Files.getFileStore(backup.place()).equals(Files.getFileStore(dataDirectory))) {
            requireRoom(backup.place(), bytes);
        }
        course.expect(bytes);
        for (Segment segment : contents.segments()) {
            backup.addSegment(dataDirectory, segment, course);
        }
    }

    /** Better to find it out now than with the last byte of a disk. */
    private static void requireRoom(Path place, long bytes) throws IOException {
        long free = Files.getFileStore(place).getUsableSpace();
        if (free < bytes) {
            throw new IOException("No space left on device: the backup needs up to %.0f MB, and %.0f MB are free on %s"
                    .formatted(
                            Math.ceil(bytes / BYTES_PER_MB),
                            Math.floor(free / BYTES_PER_MB),
                            Files.getFileStore(place)));
        }
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Makes the log part of the hot file, where a native crash takes nobody down but the trial. */
    private void settle(Path place) throws IOException, SQLException, InterruptedException {
        switch (trial.trial(place, Manner.SETTLE)) {
            case Verdict.Sound _ -> {}
            case Verdict.Broken broken ->
                throw new SQLException("the copy of the hot file can't be used: " + broken.reason());
            case Verdict.Untried _ -> {
                try (HotDatabase database = HotDatabase.open(place)) {
                    Sql.execute(database.writer(), "CHECKPOINT");
                }
            }
        }
        if (!new HotFiles(place).companions().isEmpty()) {
            throw new SQLException("%s: a log is left after the checkpoint".formatted(place));
        }
        Durable.syncFile(place.resolve(DataDirectory.HOT_FILE));
    }

    private static HotContents contents(Path place) throws SQLException {
        try (HotDatabase copy = HotDatabase.openReadOnly(place)) {
            HotContents contents = HotContents.of(copy.writer());
            if (contents.schema() > Migrations.NEWEST) {
                throw new SQLException(
                        "the data have schema %d and this program knows schemas up to %d: use the newer program that wrote them"
                                .formatted(contents.schema(), Migrations.NEWEST));
            }
            return contents;
        }
    }

    /** As whoever asks it later will read it: hot and sealed together. */
    private static void requireWhole(Path place, HotContents contents) throws SQLException {
        try (HotDatabase copy = HotDatabase.openReadOnly(place)) {
            contents.requireSame(HotContents.of(copy.writer()));
            if (contents.schema() == 0) {
                return;
            }
            long ticks = Sql.number(copy.writer(), "SELECT count(*) FROM ticks");
            long samples = Sql.number(copy.writer(), "SELECT coalesce(sum(processes), 0) FROM ticks");
            if (ticks != contents.ticks() || samples != contents.samples()) {
                throw new SQLException("the copy has %d ticks of %d and %d rows of %d"
                        .formatted(ticks, contents.ticks(), samples, contents.samples()));
            }
            if (contents.lines() != 0
                    && Sql.number(copy.writer(), "SELECT count(*) FROM journal_logs") != contents.lines()) {
                throw new SQLException("the copy has not all of %d log lines".formatted(contents.lines()));
            }
        }
    }
}
