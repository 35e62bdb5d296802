package dev.tachograph.worker;

import dev.tachograph.linux.CageProbe;
import dev.tachograph.store.NativeLibrary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A worker that runs whatever it is told, so that nothing but its cage holds it: a DuckDB without any settings that protect,
 * and words that begin with a colon for what no SQL does.
 */
public final class PlainWorker {
    private PlainWorker() {}

    public static void main(String[] arguments) {
        WorkerProcess.run(arguments, (temporary, isCaged) -> Plain.open(temporary));
    }

    private static final class Plain implements Answering {
        private final Connection connection;
        private final Path temporary;
        private volatile @Nullable Statement running;

        private Plain(Connection connection, Path temporary) {
            this.connection = connection;
            this.temporary = temporary;
        }

        static Plain open(Path temporary) throws SqlRefusal {
            try {
                NativeLibrary.prepare();
                Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                connection
                        .createStatement()
                        .execute("SET memory_limit = '256MB'; SET threads = 2; SET temp_directory = '%s'"
                                .formatted(temporary.resolve("spilled")));
                return new Plain(connection, temporary);
            } catch (SQLException | IOException e) {
                throw new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, "" + e.getMessage(), e);
            }
        }

        @Override
        public SqlRun.End answer(WorkerRequest request, AnswerSink sink) throws SqlRefusal, IOException {
            String sql = request.sql();
            if (sql.startsWith(":")) {
                return deed(sql.substring(1).split(" "), sink);
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = rows(statement, sql)) {
                var meta = rows.getMetaData();
                List<SqlRun.Column> columns = new ArrayList<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    columns.add(new SqlRun.Column(meta.getColumnName(i), meta.getColumnTypeName(i)));
                }
                sink.columns(columns);
                long count = 0;
                while (count < request.mostRows() && rows.next()) {
                    count++;
                    line(sink, rows.getString(1));
                }
                return new SqlRun.End(count, count == request.mostRows() && rows.next(), Duration.ZERO);
            } catch (SQLException e) {
                throw refusal("" + e.getMessage());
            }
        }

        private ResultSet rows(Statement statement, String sql) throws SQLException {
            running = statement;
            if (!statement.execute(sql)) {
                return connection.createStatement().executeQuery("SELECT 'done'");
            }
            return statement.getResultSet();
        }

        private static SqlRefusal refusal(String message) {
            SqlRefusal.Kind kind = message.contains("Out of Memory") || message.contains("memory")
                    ? SqlRefusal.Kind.TOO_LARGE
                    : message.contains("INTERRUPT") ? SqlRefusal.Kind.CANCELLED : SqlRefusal.Kind.WRONG;
            return new SqlRefusal(kind, message);
        }

        private SqlRun.End deed(String[] words, AnswerSink sink) throws IOException, SqlRefusal {
            sink.columns(List.of(new SqlRun.Column("said", "VARCHAR")));
            switch (words[0]) {
                case "calls" -> lines(sink, CageProbe.callsThatWork(Long.parseLong(words[1])).stream());
                case "deeds" ->
                    told(
                            sink,
                            CageProbe.deeds(
                                    Long.parseLong(words[1]), Path.of(words[2]), Path.of(words[3]), Path.of(words[4])));
                case "needs" -> told(sink, CageProbe.needs(Path.of(words[1]), Path.of(words[2]), temporary));
                case "status" ->
                    lines(
                            sink,
                            Files.readString(Path.of("/proc/thread-self/status"))
                                    .lines());
                case "environment" -> lines(sink, System.getenv().keySet().stream());
                case "print" -> {
                    System.out.println("a word in passing");
                    System.out.flush();
                }
                case "hang" -> hang();
                case "halt" -> Runtime.getRuntime().halt(Integer.parseInt(words[1]));
                case "say" -> {
                    System.err.println("<b>what it said last</b>");
                    Runtime.getRuntime().halt(7);
                }
                case "heap" -> lines(sink, Stream.of("" + new byte[1 << 29].length));
                case "garbage" -> garbage();
                default -> throw new SqlRefusal(SqlRefusal.Kind.WRONG, words[0]);
            }
            return new SqlRun.End(1, false, Duration.ZERO);
        }

        private static void told(AnswerSink sink, Map<String, String> results) throws IOException {
            lines(sink, results.entrySet().stream().map(each -> each.getKey() + " → " + each.getValue()));
        }

        private static void lines(AnswerSink sink, Stream<String> lines) throws IOException {
            for (String line : lines.toList()) {
                line(sink, line);
            }
        }

        private static void line(AnswerSink sink, @Nullable String line) throws IOException {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            sink.rows(bytes, 0, bytes.length);
        }

        /** Listens to nobody. */
        private static void hang() {
            while (true) {
                LockSupport.park();
            }
        }

        /** As somebody would who has taken over the process. */
        private static void garbage() throws IOException {
            try (var out = new FileOutputStream(FileDescriptor.out)) {
                out.write("\u007f\u007f\u007f\u007fgarbage".getBytes(StandardCharsets.ISO_8859_1));
            }
        }

        @Override
        public void cancel() {
            try {
                Statement statement = running;
                if (statement != null) {
                    statement.cancel();
                }
            } catch (SQLException e) {
                System.err.println(e);
            }
        }

        @Override
        public void close() {}
    }
}
