package dev.tachograph.store;

import static java.lang.System.Logger.Level.WARNING;

import dev.tachograph.store.Migrations.Migration;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Brings the data of an earlier program to the schema of this one, before anything else reads them: after a backup of
 * everything, on a copy of the hot file that takes its place by one rename. Whatever happens on the way, a full disk or a
 * power loss, the data are as they were and the earlier program can go on with them.
 */
final class SchemaUpgrade {
    /** The copy that the migrations run on. */
    static final String COPY = DataDirectory.HOT_FILE + ".migrating";

    private static final System.Logger LOG = System.getLogger(SchemaUpgrade.class.getName());
    private static final String LOG_OF = ".wal";

    /** The backup, the copy, and the tables in the copy that take the place of others while both are there. */
    private static final int ROOM_FACTOR = 3;

    private static final double BYTES_PER_MB = 1e6;

    private final Path folder;
    private final List<Migration> migrations;
    private final InstantSource clock;
    private final Consumer<String> progress;

    /**
     * @param folder the data directory, which this recorder holds
     * @param progress is told what happens in lines for people, when something does
     */
    SchemaUpgrade(Path folder, List<Migration> migrations, InstantSource clock, Consumer<String> progress) {
        this.folder = folder;
        this.migrations = List.copyOf(migrations);
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Opens the hot file with the newest schema.
     *
     * @throws SQLException when that fails, or the data were written by a newer program; they are as they were then
     */
    HotDatabase open() throws SQLException {
        HotDatabase database = HotDatabase.open(folder);
        try {
            int version = Migrations.version(database.writer());
            if (version > migrations.size()) {
                database.closeUntouched();
            }
            Migrations.refuseNewer(version, migrations);
            if (version == 0 || version == migrations.size()) {
                Migrations.apply(database.writer(), migrations);
                return database;
            }
            upgrade(database, version);
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, database);
            throw e;
        }
        return HotDatabase.open(folder);
    }

    private static void closeAfter(Exception cause, HotDatabase database) {
        try {
            database.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Removes what an attempt that was killed has left behind. For a start, before anything is opened. */
    static void removeLeftovers(Path folder) throws SQLException {
        try {
            removeCopy(folder);
            new AutomaticBackups(folder).removeUnfinished();
        } catch (IOException e) {
            throw new SQLException(
                    "%s: what an interrupted start left behind can't be removed: %s".formatted(folder, e.getMessage()),
                    e);
        }
    }

    private static void removeCopy(Path folder) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, COPY + "*")) {
            for (Path leftover : leftovers) {
                Files.delete(leftover);
            }
        }
    }

    private void upgrade(HotDatabase old, int version) throws SQLException {
        long beganNanos = System.nanoTime();
        progress.accept("the data have schema %d, and this version writes schema %d: they are backed up first"
                .formatted(version, migrations.size()));
        try {
            Sql.execute(old.writer(), "CHECKPOINT"); // the rename below would leave the new file with the old one's log
            old.close();
            requireRoom();
            var backups = new AutomaticBackups(folder);
            AutomaticBackups.Made backup = backups.make(version + 1, clock.instant());
            progress.accept("backed up as %s, %d ticks; now the schema"
                    .formatted(backup.folder(), backup.counts().ticks()));
            migrate(backup);
        } catch (SQLException | IOException e) {
            throw failure(version, e);
        }
        pruneBackups();
        progress.accept("the data have schema %d now, after %.1f s"
                .formatted(
                        migrations.size(),
                        Duration.ofNanos(System.nanoTime() - beganNanos).toMillis() / 1e3));
    }

    private void pruneBackups() {
        try {
            new AutomaticBackups(folder).prune(clock.instant(), null);
        } catch (IOException e) {
            LOG.log(WARNING, "old backups in {0} could not be removed: {1}", folder, e.getMessage());
        }
    }

    private void requireRoom() throws IOException {
        long needed = ROOM_FACTOR * Files.size(hotFile());
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < needed) {
            throw new IOException(
                    "No space left on device: a backup and a copy need up to %.0f MB, and %.0f MB are free"
                            .formatted(Math.ceil(needed / BYTES_PER_MB), Math.floor(free / BYTES_PER_MB)));
        }
    }

    private void migrate(AutomaticBackups.Made backup) throws SQLException, IOException {
        Path copy = folder.resolve(COPY);
        removeCopy(folder);
        try {
            Copying.copy(backup.folder().resolve(DataDirectory.HOT_FILE), copy);
            try (HotDatabase database = HotDatabase.openCopy(folder, copy, false)) {
                Migrations.apply(database.writer(), migrations);
                readSegments(database.writer());
            }
            try (HotDatabase database = HotDatabase.openCopy(folder, copy, true)) {
                verify(database, backup.counts());
            }
            if (Files.exists(folder.resolve(COPY + LOG_OF))
                    || Files.exists(folder.resolve(DataDirectory.HOT_FILE + LOG_OF))) {
                throw new SQLException("a log is left after the checkpoint");
            }
            Durable.syncFile(copy);
            Files.move(copy, hotFile(), StandardCopyOption.ATOMIC_MOVE);
        } catch (SQLException | IOException | RuntimeException e) {
            removeAfter(e);
            throw e;
        }
        syncFolder();
    }

    /** A migration that adds columns leaves views of what is sealed that read nothing: which files there are, it can't know. */
    private static void readSegments(Connection connection) throws SQLException {
        if (Migrations.version(connection) == Migrations.NEWEST) {
            Sql.execute(connection, "BEGIN TRANSACTION");
            Manifest.renewViews(connection, Manifest.read(connection));
            Sql.execute(connection, "COMMIT");
            Sql.execute(connection, "CHECKPOINT");
        }
    }

    /** Both files are whole: if a power loss brings the old one back, the next start begins anew. */
    private void syncFolder() {
        try {
            Durable.syncFolder(folder);
        } catch (IOException e) {
            LOG.log(WARNING, "{0}: {1}", folder, e.getMessage());
        }
    }

    private void removeAfter(Exception cause) {
        try {
            removeCopy(folder);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void verify(HotDatabase database, RowCounts before) throws SQLException {
        int version = Migrations.version(database.writer());
        if (version != migrations.size()) {
            throw new SQLException("the copy has schema %d".formatted(version));
        }
        before.requireSame(RowCounts.of(database.writer()));
    }

    private SQLException failure(int version, Exception cause) {
        String message = String.valueOf(cause.getMessage());
        String remedy = message.contains("No space left on device")
                ? "make room on the disk of %s and start again".formatted(folder)
                : "start again; if it fails again, please report it";
        return new SQLException(
                "the data could not be brought from schema %d to schema %d: %s; nothing is lost: they are as they were, and the version that wrote them can go on with them; %s"
                        .formatted(version, migrations.size(), message, remedy),
                cause);
    }

    private Path hotFile() {
        return folder.resolve(DataDirectory.HOT_FILE);
    }
}
