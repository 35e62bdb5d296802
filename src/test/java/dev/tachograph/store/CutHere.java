package dev.tachograph.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.duckdb.DuckDBDriver;

/** Runs statements over the record of a stopped recorder in this process, and writes their rows as Parquet. */
public final class CutHere implements AutoCloseable {
    private final Connection connection;

    public CutHere(Path folder) throws IOException, SQLException {
        NativeLibrary.prepare();
        var properties = new Properties();
        properties.setProperty(DuckDBDriver.DUCKDB_READONLY_PROPERTY, "true");
        properties.setProperty(DuckDBDriver.JDBC_INSTANCE_CACHE, "false");
        properties.setProperty("threads", "2");
        connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve(DataDirectory.HOT_FILE), properties);
        execute("SET GLOBAL TimeZone = 'UTC'");
        execute("SET GLOBAL file_search_path = " + Sql.text(folder));
    }

    public Connection connection() {
        return connection;
    }

    public void write(String query, Path file) throws SQLException {
        execute("COPY (%s) TO %s (FORMAT parquet)".formatted(query, Sql.text(file)));
    }

    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** By hand: FOLDER FROM TO WORK. */
    public static void main(String[] arguments) throws Exception {
        Path record = Path.of(arguments[0]);
        Path work = Path.of(arguments[3]);
        Files.createDirectories(work.resolve("raw"));
        Files.createDirectories(work.resolve("tables"));
        Files.createDirectories(work.resolve("record"));
        CutSpan span;
        try (StoppedStore store = StoppedStore.open(record);
                Reading reading = store.read()) {
            long began = System.nanoTime();
            span = CutSpan.read(reading, Instant.parse(arguments[1]), Instant.parse(arguments[2]));
            System.out.println(span + " " + (System.nanoTime() - began) / 1e6);
        }
        Map<CutTable, Path> files = CutStore.files(work.resolve("raw"));
        try (var here = new CutHere(record)) {
            for (CutTable table : CutTable.values()) {
                long began = System.nanoTime();
                here.write(table.cut(span), Objects.requireNonNull(files.get(table)));
                System.out.println(
                        table + " " + (System.nanoTime() - began) / 1e6 + " " + Files.size(files.get(table)));
            }
        }
        try (CutStore made = CutStore.make(work.resolve("data"), work, CutStore.schema())) {
            long began = System.nanoTime();
            System.out.println(made.take(files) + " " + (System.nanoTime() - began) / 1e6);
            for (DocumentedView view : DocumentedView.values()) {
                began = System.nanoTime();
                Path file = work.resolve("tables/" + view.word() + ".parquet");
                System.out.println(view + " " + made.write(view, file) + " " + (System.nanoTime() - began) / 1e6 + " "
                        + Files.size(file));
            }
            for (CutTable view : CutTable.values()) {
                began = System.nanoTime();
                Path file = work.resolve("record/" + view.word() + ".parquet");
                System.out.println(view + " " + made.write(view, file) + " " + (System.nanoTime() - began) / 1e6 + " "
                        + Files.size(file));
            }
            made.finish();
        }
    }
}
