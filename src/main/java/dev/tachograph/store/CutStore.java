package dev.tachograph.store;

import dev.tachograph.probe.RecordedTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * A record that is made of a cut: a data directory with the rows of a window of time, of which every question gets the answer
 * that the record it was cut from gives. For one thread, in a process that may crash: the files that it is made of may come from
 * anywhere. The database is our own, by our own migrations; what comes from the files is rows whose columns and types are known.
 */
public final class CutStore implements AutoCloseable {
    /** A history of more hours than these is sealed, so that questions need not go through all of it. */
    private static final Duration MOST_HOT = Duration.ofHours(2);

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final String MEMORY = "256MB";

    private final Path folder;
    private final DuckDBConnection connection;

    private CutStore(Path folder, DuckDBConnection connection) {
        this.folder = folder;
        this.connection = connection;
    }

    /**
     * Makes an empty one.
     *
     * @param folder the data directory, new
     * @param reachable all else that it may read and write
     * @param schema of the cut, of those that this program knows
     */
    public static CutStore make(Path folder, Path reachable, int schema) throws StoreException {
        requireKnown(schema);
        try {
            NativeLibrary.prepare();
            Durable.makeFolders(folder);
            DuckDBConnection connection = connect(folder);
            try {
                Migrations.apply(connection, Migrations.all().subList(0, schema));
                lock(connection, reachable);
                return new CutStore(folder, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        } catch (IOException e) {
            throw new StoreException(FileErrors.sentence(e));
        }
    }

    /** The schema in which this program records and cuts. */
    public static int schema() {
        return Migrations.NEWEST;
    }

    /** The first schema that was ever cut. */
    public static int oldestSchema() {
        return 4;
    }

    private static void requireKnown(int schema) {
        if (schema < oldestSchema() || schema > Migrations.NEWEST) {
            throw new IllegalArgumentException(
                    "schema %d is not from %d to %d".formatted(schema, oldestSchema(), Migrations.NEWEST));
        }
    }

    private static DuckDBConnection connect(Path folder) throws SQLException {
        var properties = new Properties();
        properties.setProperty("memory_limit", MEMORY);
        properties.setProperty("threads", "2");
        properties.setProperty("async_threads", "1");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("temp_directory", folder.resolve("spill").toString());
        properties.setProperty("preserve_insertion_order", "true");
        properties.setProperty(DuckDBDriver.JDBC_INSTANCE_CACHE, "false");
        return DriverManager.getConnection("jdbc:duckdb:" + folder.resolve(DataDirectory.HOT_FILE), properties)
                .unwrap(DuckDBConnection.class);
    }

    private static void lock(DuckDBConnection connection, Path reachable) throws SQLException {
        Sql.execute(connection, "SET GLOBAL TimeZone = 'UTC'");
        Sql.execute(connection, "SET allowed_directories = [%s]".formatted(Sql.text(reachable.toAbsolutePath())));
        Sql.execute(connection, "SET enable_external_access = false");
        Sql.execute(connection, "SET lock_configuration = true");
    }

    /**
     * Takes the rows of a cut.
     *
     * @param files a Parquet file for each table
     * @return how many rows the files have
     * @throws StoreException when one of them has other columns or types, or can't be read
     */
    public Map<CutTable, Long> take(Map<CutTable, Path> files) throws StoreException {
        try {
            return new CutTaking(connection, files).take();
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** Takes the secrets out of its texts. @return how many texts had some */
    public long redact(RecordedTexts texts) throws StoreException {
        try {
            return new CutRedaction(connection, texts).apply();
        } catch (SQLException | IOException e) {
            throw new StoreException(e instanceof SQLException sql ? sql : new SQLException(e));
        }
    }

    /** Writes a table of the cut to a Parquet file. @return how many rows it has */
    public long write(CutTable table, Path file) throws StoreException {
        return write(table == CutTable.PROCESS_SAMPLES ? samples() : table.whole(), table.order(), file);
    }

    /** The newest row of each stretch is true until the stretch ends, and no longer. */
    private static String samples() {
        return """
                SELECT r.* EXCLUDE (segment) REPLACE ((least(r.tick::BIGINT + r.ticks, e.until_tick) - r.tick)::INTEGER AS ticks)
                FROM recorded.intervals r
                JOIN (SELECT keyframe, max(tick) + 1 AS until_tick FROM hot.ticks GROUP BY keyframe) e ON e.keyframe = r.keyframe
                """;
    }

    /** Writes a view that is documented to a Parquet file. @return how many rows it has */
    public long write(DocumentedView view, Path file) throws StoreException {
        return write("SELECT * FROM " + view.word(), view.order(), file);
    }

    private long write(String rows, String order, Path file) throws StoreException {
        try {
            return Sql.update(
                    connection,
                    "COPY (%s ORDER BY %s) TO %s (FORMAT parquet, COMPRESSION zstd)"
                            .formatted(rows, order, Sql.text(file)));
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** How many rows a Parquet file says that it has. */
    public long rows(Path file) throws StoreException {
        try {
            return Sql.number(connection, "SELECT count(*) FROM read_parquet(%s)".formatted(Sql.text(file)));
        } catch (SQLException e) {
            throw new StoreException(e);
        }
    }

    /** Ends it as a data directory of the newest schema, in which no recorder runs. */
    public void finish() throws StoreException {
        boolean isLong;
        try (connection) {
            isLong = Sql.number(
                            connection,
                            "SELECT coalesce(epoch_us(max(timestamp)) - epoch_us(min(timestamp)), 0) FROM hot.ticks")
                    > Micros.of(MOST_HOT);
            Migrations.apply(connection, Migrations.all());
            Sql.execute(connection, "CHECKPOINT");
        } catch (SQLException e) {
            throw new StoreException(e);
        }
        if (isLong) {
            seal();
        }
    }

    private void seal() throws StoreException {
        List<Exception> failures = new ArrayList<>();
        try (DataDirectory held = DataDirectory.hold(folder);
                Store store = Store.open(held, INTERVAL, InstantSource.system())) {
            var keeper = new SegmentKeeper(store, SegmentKeeper.OnWriter.DIRECTLY, InstantSource.system());
            while (keeper.sealHour() || keeper.sealFullLogs()) {
                // the oldest first
            }
            store.checkpoint();
        } catch (SQLException | IOException e) {
            failures.add(e);
        }
        if (!failures.isEmpty()) {
            throw new StoreException("what is in it can't be put in order: "
                    + failures.getFirst().getMessage());
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // what is not finished is not used
        }
    }

    /** Files of a folder that are named like the tables of a cut. */
    public static Map<CutTable, Path> files(Path folder) {
        Map<CutTable, Path> files = new EnumMap<>(CutTable.class);
        for (CutTable table : CutTable.values()) {
            files.put(table, folder.resolve(table.word() + ".parquet"));
        }
        return files;
    }

    static boolean isThere(Path file) {
        return Files.isRegularFile(file);
    }
}
