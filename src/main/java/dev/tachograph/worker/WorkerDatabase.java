package dev.tachograph.worker;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * A database in memory with the views of a snapshot. What it is opened with can't be changed by a statement: how much memory it
 * takes, and that it reads the files of the record and no others, loads nothing and knows no network.
 */
final class WorkerDatabase implements AutoCloseable {
    /** Together with the process itself below what the kernel lets it have. */
    static final String MEMORY = "256MB";

    private static final String TEMPORARY_SPACE = "512MB";
    private static final Pattern EMPTY_VIEW =
            Pattern.compile("CREATE VIEW (\\w+[.]\\w+) AS SELECT NULL::.* WHERE false");
    private static final String ROWS = ".parquet";

    private final DuckDBConnection connection;
    private final String version;
    /** Of the tables whose rows may come from a file, what makes them empty. */
    private final Map<String, String> empty = new HashMap<>();
    /** Those that have rows at present, and of which file. */
    private final Map<String, Path> shown = new HashMap<>();

    private WorkerDatabase(DuckDBConnection connection, String version, List<String> script) {
        this.connection = connection;
        this.version = version;
        for (String statement : script) {
            Matcher view = EMPTY_VIEW.matcher(statement);
            if (view.matches()) {
                empty.put(view.group(1), statement);
            }
        }
    }

    /**
     * Makes one.
     *
     * @param script see {@link dev.tachograph.store.Snapshot#script}
     * @param version of the script
     * @param temporary where it may write
     */
    static WorkerDatabase open(List<String> script, String version, Path temporary) throws SQLException {
        DuckDBConnection connection = DriverManager.getConnection("jdbc:duckdb:", properties(temporary))
                .unwrap(DuckDBConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL TimeZone = 'UTC'");
            statement.execute("SET GLOBAL parquet_metadata_cache = true"); // segments never change
            for (String part : script) {
                statement.execute(part);
            }
            statement.execute("SET allowed_directories = list_append(current_setting('allowed_directories'), '%s')"
                    .formatted(temporary.toString().replace("'", "''")));
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            return new WorkerDatabase(connection, version, script);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Properties properties(Path temporary) {
        var properties = new Properties();
        properties.setProperty("memory_limit", MEMORY);
        properties.setProperty("threads", "2");
        properties.setProperty("async_threads", "1");
        properties.setProperty("temp_directory", temporary.resolve("spill").toString());
        properties.setProperty("max_temp_directory_size", TEMPORARY_SPACE);
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty(DuckDBDriver.JDBC_INSTANCE_CACHE, "false");
        return properties;
    }

    boolean isOf(String otherVersion) {
        return version.equals(otherVersion);
    }

    /** Puts views over the hot rows of a snapshot, and takes away those over the rows of the one before. */
    void show(Path folder) throws SQLException, IOException {
        Map<String, Path> files = files(folder);
        try (Statement statement = connection.createStatement()) {
            for (var view : empty.entrySet()) {
                Path file = files.get(view.getKey());
                if (file != null) {
                    statement.execute("CREATE OR REPLACE VIEW %s AS SELECT * FROM read_parquet('%s')"
                            .formatted(view.getKey(), file.toString().replace("'", "''")));
                } else if (shown.containsKey(view.getKey())) {
                    statement.execute(view.getValue().replace("CREATE VIEW", "CREATE OR REPLACE VIEW"));
                }
            }
        }
        shown.clear();
        shown.putAll(files);
    }

    private static Map<String, Path> files(Path folder) throws IOException {
        Map<String, Path> files = new HashMap<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*" + ROWS)) {
            for (Path file : all) {
                String name = String.valueOf(file.getFileName());
                files.put(name.substring(0, name.length() - ROWS.length()), file);
            }
        }
        return files;
    }

    DuckDBConnection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
