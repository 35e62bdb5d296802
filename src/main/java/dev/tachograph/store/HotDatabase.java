package dev.tachograph.store;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.jspecify.annotations.Nullable;

/**
 * The hot DuckDB file: one connection that writes, and as many as needed that read beside it.
 *
 * <p>Its limits are those of the whole instance. Nothing is ever loaded or fetched: what a recorder can do must not depend
 * on a network.
 */
final class HotDatabase implements AutoCloseable {
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(100);
    private static final System.Logger LOG = System.getLogger(HotDatabase.class.getName());

    private final Path file;
    private final Path scratch;
    /** Device and inode of the file that was opened; {@code null} when nobody could tell. */
    private final @Nullable Object fileKey;

    /** Where snapshots may be written. */
    private final Path snapshots;

    private final DuckDBConnection writer;
    private final InsertStatements inserts;
    private final DuckDBConnection readers;
    private final QueryThreads threads;
    private volatile @Nullable Catalogue catalogue;
    private final Set<DuckDBConnection> lent =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    private volatile boolean isClosing;

    private HotDatabase(
            Path file,
            Path scratch,
            @Nullable Object fileKey,
            Path snapshots,
            DuckDBConnection writer,
            DuckDBConnection readers) {
        this.file = file;
        this.scratch = scratch;
        this.fileKey = fileKey;
        this.snapshots = snapshots;
        this.writer = writer;
        this.inserts = new InsertStatements(writer);
        this.readers = readers;
        this.threads = new QueryThreads(readers);
    }

    /** Opens or makes the file in this folder, for reading and writing. */
    static HotDatabase open(Path folder) throws SQLException {
        return open(folder, folder.resolve(DataDirectory.HOT_FILE), false);
    }

    /** Opens the file of a folder that no recorder writes to. */
    static HotDatabase openReadOnly(Path folder) throws SQLException {
        return open(folder, folder.resolve(DataDirectory.HOT_FILE), true);
    }

    /** Opens a copy of the file of this folder, wherever the copy lies. */
    static HotDatabase openCopy(Path folder, Path copy, boolean readOnly) throws SQLException {
        return open(folder, copy, readOnly);
    }

    private static HotDatabase open(Path folder, Path file, boolean readOnly) throws SQLException {
        try {
            NativeLibrary.prepare();
        } catch (IOException e) {
            throw new SQLException("DuckDB's library can't be unpacked: " + e.getMessage(), e);
        }
        Path snapshots = snapshots(folder, readOnly);
        DuckDBConnection writer = connectPatiently(file, properties(folder, readOnly));
        try (Statement settings = writer.createStatement()) {
            settings.execute("SET GLOBAL TimeZone = 'UTC'");
            // Views name segments relative to the data directory; they are written under their whole path.
            settings.execute("SET GLOBAL file_search_path = " + Sql.text(folder));
            Path scratch = scratch(folder, readOnly);
            settings.execute("SET allowed_directories = ['segments', %s, %s, %s]"
                    .formatted(Sql.text(folder.resolve("segments")), Sql.text(snapshots), Sql.text(scratch)));
            // Segments never change, and each question would read the footers of all of them again.
            settings.execute("SET GLOBAL parquet_metadata_cache = true");
            settings.execute("SET enable_external_access = false");
            return new HotDatabase(file, scratch, key(file), snapshots, writer, writer.duplicate());
        } catch (SQLException e) {
            writer.close();
            throw e;
        }
    }

    /** Whoever reads a record that is not written to may not be able to write into its folder, and need not be alone. */
    private static Path snapshots(Path folder, boolean readOnly) {
        return readOnly
                ? Path.of(System.getProperty("java.io.tmpdir"), "tachograph-" + UUID.randomUUID())
                        .toAbsolutePath()
                : folder.toAbsolutePath().normalize().resolve(SnapshotMaking.FOLDER);
    }

    /** A command that looks into a stopped recorder's folder holds the file for a moment. */
    private static DuckDBConnection connectPatiently(Path file, Properties properties) throws SQLException {
        long deadline = System.nanoTime() + LOCK_PATIENCE.toNanos();
        while (true) {
            try {
                return DriverManager.getConnection("jdbc:duckdb:" + file, properties)
                        .unwrap(DuckDBConnection.class);
            } catch (SQLException e) {
                if (!isHeldElsewhere(e) || System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    private static boolean isHeldElsewhere(SQLException e) {
        return String.valueOf(e.getMessage()).contains("Could not set lock");
    }

    /** Whether nothing of the file was read: another process holds it, or we may not. */
    static boolean isKeptFromUs(SQLException e) {
        return isHeldElsewhere(e) || String.valueOf(e.getMessage()).contains("Cannot open file");
    }

    /** Whether memory or disk space ran out, which says nothing of the file as long as it could be opened. */
    static boolean isShortage(SQLException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("Out of Memory")
                || message.contains("No space left")
                || message.contains("Failed to create directory")
                || message.contains("temporary file");
    }

    private static void pause() throws SQLException {
        try {
            Thread.sleep(LOCK_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while another process held the database", e);
        }
    }

    private static Properties properties(Path folder, boolean readOnly) {
        var properties = new Properties();
        properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, Boolean.toString(readOnly));
        properties.setProperty("memory_limit", "128MB");
        properties.setProperty("threads", String.valueOf(readOnly ? 2 : QueryThreads.WITHOUT_QUESTIONS));
        properties.setProperty("async_threads", "1");
        properties.setProperty("allocator_background_threads", "true");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("temp_directory", folder.resolve("spill").toString());
        // Without it the driver would hand out an instance whose file is gone, or that has given up, while anybody
        // reads.
        properties.setProperty(DuckDBDriver.JDBC_INSTANCE_CACHE, "false");
        // The writer decides when, so that it can say when and for how long: see Store.checkpointIfDue.
        properties.setProperty("wal_autocheckpoint", "1TB");
        return properties;
    }

    /** Who only reads a data directory leaves nothing in it, not even for a moment. */
    private static Path scratch(Path folder, boolean readOnly) {
        return readOnly
                ? Path.of(System.getProperty("java.io.tmpdir"), "tachograph-export-" + UUID.randomUUID())
                        .toAbsolutePath()
                : folder.resolve("exports");
    }

    /** The folder beside the segments in which rows may be written for somebody else; nothing makes it by itself. */
    Path scratch() {
        return scratch;
    }

    /** The one connection that writes; for the thread that writes. */
    DuckDBConnection writer() {
        return writer;
    }

    /** Statements of that connection; for the same thread. */
    InsertStatements inserts() {
        return inserts;
    }

    /** The only folder beside that of the segments to which statements may write. */
    Path snapshots() {
        return snapshots;
    }

    /** What it consists of, which does not change while it is open. */
    Catalogue catalogue(Connection reader) throws SQLException {
        Catalogue known = catalogue;
        if (known == null) {
            known = Catalogue.read(reader);
            catalogue = known;
        }
        return known;
    }

    /** A connection to read with, to be closed by whoever asked for it; if need be it is closed with the database. */
    DuckDBConnection newReader() throws SQLException {
        DuckDBConnection reader = readers.duplicate();
        lent.add(reader);
        if (isClosing) {
            reader.close();
            throw new SQLException("the database is being closed");
        }
        return reader;
    }

    /** Threads for questions beside the one who writes. */
    QueryThreads threads() {
        return threads;
    }

    /** Ends what is asked at present: as long as anybody reads, the file can't be opened anew. */
    private void takeBackReaders() {
        isClosing = true;
        for (DuckDBConnection reader : lent.toArray(DuckDBConnection[]::new)) {
            try (reader) {
                if (!reader.isClosed()) {
                    try (Statement current = reader.createStatement()) {
                        current.cancel();
                    }
                }
            } catch (SQLException e) {
                LOG.log(DEBUG, "a reader could not be ended", e);
            }
        }
    }

    /** Whether it is open, and on the file that has its name; otherwise nothing that is committed can be found again. */
    boolean isInPlace() {
        return !isClosed() && fileKey != null && Objects.equals(key(file), fileKey);
    }

    private boolean isClosed() {
        try {
            return writer.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }

    private static @Nullable Object key(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null; // not there (any more)
        }
    }

    Path file() {
        return file;
    }

    /** Bytes of the file on the disk. */
    long fileBytes() {
        return size(file);
    }

    /** Bytes of the write-ahead log on the disk; 0 when there is none. */
    long walBytes() {
        return size(file.resolveSibling(file.getFileName() + ".wal"));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // not there (any more)
        }
    }

    /** Closes and leaves both the file and its log as they were, byte for byte, if nothing was written. */
    void closeUntouched() throws SQLException {
        takeBackReaders();
        try (writer;
                readers;
                inserts) {
            if (!writer.isClosed()) {
                Sql.execute(writer, "PRAGMA disable_checkpoint_on_shutdown");
            }
        }
    }

    @Override
    public void close() throws SQLException {
        takeBackReaders();
        try (writer;
                readers;
                inserts) {
            // all, whatever the first one says
        }
    }
}
