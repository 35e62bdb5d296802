package dev.tachograph.bench;

import dev.tachograph.store.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/**
 * What a store is without all that Tachograph's does: a DuckDB table with a row for each process and tick in the order of
 * arrival, and everything about the process in it.
 */
final class FlatTable implements AutoCloseable {
    private static final Duration AT_ONCE = Duration.ofMinutes(20);

    private final Path file;
    private final Connection connection;

    private FlatTable(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Makes it anew from what a stopped recorder has stored. */
    static FlatTable fill(Path file, Path directory, Instant from, Instant until) throws IOException, SQLException {
        NativeLibrary.prepare();
        Files.deleteIfExists(file);
        var flat = new FlatTable(file, DriverManager.getConnection("jdbc:duckdb:" + file, properties()));
        flat.execute("SET GLOBAL TimeZone = 'UTC'");
        flat.execute("SET GLOBAL file_search_path = '%s'".formatted(directory));
        flat.execute("ATTACH '%s' AS source (READ_ONLY)".formatted(directory.resolve("tachograph.duckdb")));
        flat.execute("""
                CREATE TABLE samples (
                    timestamp TIMESTAMPTZ, pid INTEGER, start_time TIMESTAMPTZ, parent_pid INTEGER, name VARCHAR, cmdline VARCHAR,
                    "user" VARCHAR, user_id BIGINT, status VARCHAR, cpu_usage DOUBLE, mem_usage BIGINT, virtual_memory BIGINT,
                    runtime DOUBLE, threads INTEGER, read_bytes BIGINT, write_bytes BIGINT)
                """);
        for (Instant at = from; at.isBefore(until); at = at.plus(AT_ONCE)) {
            Instant to = at.plus(AT_ONCE).isBefore(until) ? at.plus(AT_ONCE) : until;
            flat.execute("""
                    INSERT INTO samples
                    SELECT timestamp, pid, start_time, parent_pid, name, cmdline, "user", user_id, status, cpu_usage, mem_usage,
                           virtual_memory, runtime, threads, read_bytes, write_bytes
                    FROM source.process_metrics
                    WHERE timestamp > TIMESTAMPTZ '%s' AND timestamp <= TIMESTAMPTZ '%s' ORDER BY tick, pid
                    """.formatted(at, to));
        }
        flat.execute("CHECKPOINT");
        flat.execute("DETACH source");
        return flat;
    }

    /** The limits of the recorder's own database. */
    private static Properties properties() {
        var properties = new Properties();
        properties.setProperty("memory_limit", "128MB");
        properties.setProperty("threads", "2");
        properties.setProperty("async_threads", "1");
        return properties;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Reads the whole answer and returns how many rows it has. */
    long rows(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            long rows = 0;
            while (answer.next()) {
                answer.getString(1);
                rows++;
            }
            return rows;
        }
    }

    long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getLong(1);
        }
    }

    long bytes() throws IOException {
        return Files.size(file);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
