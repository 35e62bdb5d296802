package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * A database of its own, in memory, that reads the files of segments and nothing else. It takes long to read all of them, and
 * as long as a query in the recorder's own database runs, what is deleted there is kept, and checkpoints have to wait.
 */
final class SegmentReader implements AutoCloseable {
    private final Connection connection;

    private SegmentReader(Connection connection) {
        this.connection = connection;
    }

    static SegmentReader open(Path dataDirectory) throws SQLException {
        try {
            NativeLibrary.prepare();
        } catch (IOException e) {
            throw new SQLException("DuckDB's library can't be unpacked: " + e.getMessage(), e);
        }
        var properties = new Properties();
        properties.setProperty("memory_limit", "64MB");
        properties.setProperty("threads", "1");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
        try {
            Sql.execute(connection, "SET GLOBAL TimeZone = 'UTC'");
            Sql.execute(
                    connection,
                    "SET allowed_directories = [%s]".formatted(Sql.text(dataDirectory.resolve("segments"))));
            Sql.execute(connection, "SET enable_external_access = false");
            return new SegmentReader(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
