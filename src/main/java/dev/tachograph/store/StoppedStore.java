package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The data of a recorder that does not run, read where they lie and left as they are. */
public final class StoppedStore implements Recorded {
    private static final int REMOVALS = 3;

    private final HotDatabase database;
    private final StoreStatus status;
    private final SnapshotMaking snapshots;

    private StoppedStore(Path folder, HotDatabase database, StoreStatus status) {
        this.database = database;
        snapshots = new SnapshotMaking(folder, database.snapshots());
        this.status = status;
    }

    /** Opens them. @throws StoreException when there are none, or another process holds them */
    public static StoppedStore open(Path folder) throws StoreException {
        try {
            return openReadOnly(folder);
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    private static StoppedStore openReadOnly(Path folder) throws SQLException {
        requireExchanged(folder);
        if (!Files.isReadable(folder.resolve(DataDirectory.HOT_FILE))) {
            throw new SQLException("%s: nothing was recorded here, or you may not read it".formatted(folder));
        }
        HotDatabase database = HotDatabase.openReadOnly(folder);
        var status = new StoreStatus(
                database.fileBytes(),
                database.walBytes(),
                0,
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                Upkeep.NONE,
                notes(folder));
        try {
            int version = Migrations.version(database.writer());
            check(folder, version);
            return new StoppedStore(
                    folder, version == Migrations.NEWEST ? database : copy(folder, database, version), status);
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    /** Half of one record and half of another are neither. */
    static void requireExchanged(Path folder) throws SQLException {
        if (Restoring.isUnfinished(folder)) {
            throw new SQLException(
                    "%s: a restore was cut short here; start the recorder or call restore again, either of which finishes it"
                            .formatted(folder));
        }
    }

    /** A backup is a data directory in which nobody records. */
    private static List<String> notes(Path folder) {
        return Files.exists(folder.resolve(BackupDescription.FILE))
                ? List.of("this is a backup: tachograph restore puts it back")
                : List.of();
    }

    private static void check(Path folder, int version) throws SQLException {
        if (version == 0) {
            throw new SQLException("%s: nothing was recorded here".formatted(folder)); // the first start was cut short
        }
        if (version > Migrations.NEWEST) {
            throw new SQLException("%s: has schema %d and this program reads schemas up to %d"
                    .formatted(folder, version, Migrations.NEWEST));
        }
    }

    private static HotDatabase copy(Path folder, HotDatabase original, int version) throws SQLException {
        try {
            return MigratedCopy.open(folder, original, Migrations.all());
        } catch (IOException e) {
            throw new SQLException(
                    "%s: has schema %d, and to read it a copy is needed that can't be made in %s (%s); start the recorder once, which brings it to schema %d"
                            .formatted(
                                    folder,
                                    version,
                                    System.getProperty("java.io.tmpdir"),
                                    e.getMessage(),
                                    Migrations.NEWEST),
                    e);
        }
    }

    @Override
    public Reading read() throws StoreException {
        try {
            return Reading.begin(connect(), () -> {});
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    @Override
    public Snapshot snapshot(String statement) throws StoreException {
        return snapshots.make(database, statement, () -> {}); // nobody removes a segment
    }

    @Override
    public Path scratch() {
        return database.scratch();
    }

    /** For questions that no other package asks. */
    Connection connect() throws SQLException {
        return database.newReader();
    }

    @Override
    public @Nullable CommittedTick latest() {
        return null;
    }

    @Override
    public long newestLine() throws StoreException {
        try (Reading reading = read()) {
            return reading.first("""
                            SELECT greatest((SELECT coalesce(max(line), 0) FROM hot.log_lines),
                                            (SELECT coalesce(max(until_tick), 1) - 1 FROM hot.segments WHERE type = 'logs'))
                            """, row -> row.number(1)).orElse(0L);
        }
    }

    @Override
    public StoreStatus status() {
        return status;
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException _) {
            // nothing was written that could be lost
        }
        removeSnapshots();
    }

    /** Removes what was written for questions, also where one still runs: for a program that is told to end. */
    public void removeSnapshots() {
        for (int attempt = 1; attempt <= REMOVALS; attempt++) {
            try {
                snapshots.remove();
                return;
            } catch (IOException _) {
                // somebody else is removing from it; or rows that nobody else can read, in a folder for what is
                // temporary
            }
        }
    }
}
