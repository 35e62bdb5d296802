package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@linkplain Snapshot snapshots} of one record. The hot rows are written to files, and the transaction that sees them ends
 * with that: as long as one is open, what is deleted is kept, and checkpoints have to wait. Safe for many threads.
 */
final class SnapshotMaking {
    /** Where they lie in the data directory of a recorder that runs. */
    static final String FOLDER = "snapshots";

    /** So that what is read and written at once takes little memory, in the recorder as well as in who reads it. */
    private static final int ROW_GROUP = 20_480;

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path dataDirectory;
    private final Path root;
    private final AtomicLong next = new AtomicLong(1);

    /** @param root a folder that nobody else uses, which need not exist yet */
    SnapshotMaking(Path dataDirectory, Path root) {
        this.dataDirectory = dataDirectory.toAbsolutePath().normalize();
        this.root = root.toAbsolutePath().normalize();
    }

    /** Removes the folder with all that is in it: what another run of the program has left, or this one at its end. */
    void remove() throws IOException {
        if (Files.exists(root)) {
            Durable.remove(root);
        }
    }

    /**
     * Makes one.
     *
     * @param statement what it does not name is not in it
     * @param lease is given back when the snapshot is closed, or if there is none
     * @throws StoreException also when there is no room for its files, of which none is left then
     */
    Snapshot make(HotDatabase database, String statement, Runnable lease) throws StoreException {
        Path folder = root.resolve(Long.toString(next.getAndIncrement()));
        boolean isMade = false;
        try {
            makeFolder(folder);
            Snapshot made = make(database, statement, folder, lease);
            isMade = true;
            return made;
        } catch (SQLException | IOException e) {
            throw new StoreException(
                    "no snapshot of the newest rows can be made in %s: %s".formatted(root, summary(e)));
        } finally {
            if (!isMade) { // whatever it was: a lease that is lost keeps segments for good
                removeQuietly(folder);
                lease.run();
            }
        }
    }

    private static String summary(Exception e) {
        return e instanceof IOException io
                ? FileErrors.sentence(io)
                : String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root, PRIVATE);
        }
        Files.createDirectory(folder, PRIVATE);
    }

    private Snapshot make(HotDatabase database, String statement, Path folder, Runnable lease) throws SQLException {
        try (Connection connection = database.newReader()) {
            Sql.execute(connection, "BEGIN TRANSACTION READ ONLY");
            Catalogue catalogue = database.catalogue(connection);
            List<String> script = script(catalogue, connection);
            Optional<Instant> newest = newestTick(connection);
            for (TableName table : catalogue.needed(statement)) {
                export(connection, table, folder);
            }
            return new Made(dataDirectory, folder, script, newest.orElse(null), lease, new AtomicBoolean());
        }
    }

    /** Whoever runs it may read the files that it refers to, and the hot rows' files, and nothing else. */
    private List<String> script(Catalogue catalogue, Connection connection) throws SQLException {
        List<String> script = new ArrayList<>();
        script.add("SET allowed_directories = [%s, %s]"
                .formatted(Sql.text(dataDirectory.resolve("segments")), Sql.text(root)));
        script.addAll(catalogue.script(Manifest.read(connection), dataDirectory));
        return script;
    }

    private static Optional<Instant> newestTick(Connection connection) throws SQLException {
        return Sql.all(connection, """
                        SELECT epoch_us(coalesce(
                            (SELECT max_by(timestamp, tick) FROM hot.ticks),
                            (SELECT max_by(to_time, until_tick) FROM hot.segments WHERE type = 'processes')))
                        """, row -> Optional.ofNullable(Manifest.instant(row, 1)))
                .getFirst();
    }

    private static void export(Connection connection, TableName table, Path folder) throws SQLException {
        if (Sql.number(connection, "SELECT count(*) FROM (FROM %s LIMIT 1)".formatted(table)) > 0) {
            Sql.execute(
                    connection,
                    "COPY %s TO %s (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE %d)"
                            .formatted(table, Sql.text(folder.resolve(table.file())), ROW_GROUP));
        }
    }

    private static void removeQuietly(Path folder) {
        try {
            Durable.remove(folder);
        } catch (IOException _) {
            // the next start removes it
        }
    }

    private record Made(
            Path dataDirectory,
            Path folder,
            List<String> script,
            @Nullable Instant dataUntil,
            Runnable lease,
            AtomicBoolean isClosed)
            implements Snapshot {
        @Override
        public void close() {
            if (isClosed.compareAndSet(false, true)) {
                removeQuietly(folder);
                lease.run();
            }
        }
    }
}
