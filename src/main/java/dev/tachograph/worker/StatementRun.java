package dev.tachograph.worker;

import dev.tachograph.worker.SqlRefusal.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBReadableVector;
import org.jspecify.annotations.Nullable;

/**
 * One statement that was checked, on a connection of its own. It is run within a query that ends behind the last row that is
 * wanted, so that the database need not sort or hold more, and that makes texts of what has no other form. Where the user's lines
 * stand in it, and how many before them, is known: messages point into what was typed.
 */
final class StatementRun implements AutoCloseable {
    private final DuckDBConnection connection;
    private final StatementCheck.Checked checked;
    private final WorkerRequest request;
    private final AnswerSink sink;
    private final Path temporary;
    private volatile @Nullable PreparedStatement current;
    private volatile boolean cancelled;

    /** @param temporary where files may be written */
    StatementRun(
            DuckDBConnection connection,
            StatementCheck.Checked checked,
            WorkerRequest request,
            AnswerSink sink,
            Path temporary) {
        this.connection = connection;
        this.checked = checked;
        this.request = request;
        this.sink = sink;
        this.temporary = temporary;
    }

    /** @throws SqlRefusal when there is no answer, or no more of it */
    SqlRun.End answer() throws SqlRefusal, IOException {
        long began = System.nanoTime();
        List<AnswerColumn> columns = columns();
        sink.columns(columns.stream()
                .map(column -> new SqlRun.Column(column.name(), column.type()))
                .toList());
        long rows = request.format() == SqlQuestion.Format.PARQUET ? parquet(columns) : rows(columns);
        return new SqlRun.End(
                Math.min(rows, request.mostRows()),
                rows > request.mostRows(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** Of the statement as it was typed, where it can be asked: its messages point at the right place by themselves. */
    private List<AnswerColumn> columns() throws SqlRefusal {
        if (!checked.isParsedWhole()) {
            return describedColumns();
        }
        try (DuckDBPreparedStatement statement = begin(checked.sql())) {
            ResultSetMetaData described = statement.getMetaData();
            List<AnswerColumn> columns = new ArrayList<>();
            for (int i = 1; i <= described.getColumnCount(); i++) {
                columns.add(AnswerColumn.of(described.getColumnName(i), described.getColumnTypeName(i)));
            }
            if (statement.getParameterMetaData().getParameterCount() > 0) {
                throw new SqlRefusal(Kind.WRONG, "there are no values for parameters; write them into the statement");
            }
            return columns;
        } catch (SQLException e) {
            throw failed(e, 0);
        } finally {
            current = null;
        }
    }

    /** Of a PIVOT, whose columns are values: it is not known before it is run which there are. */
    private List<AnswerColumn> describedColumns() throws SqlRefusal {
        try (DuckDBPreparedStatement statement = begin(within("DESCRIBE SELECT *", ""));
                ResultSet described = statement.executeQuery()) {
            List<AnswerColumn> columns = new ArrayList<>();
            while (described.next()) {
                columns.add(AnswerColumn.of(described.getString(1), described.getString(2)));
            }
            return columns;
        } catch (SQLException e) {
            throw failed(e, 1);
        } finally {
            current = null;
        }
    }

    private String within(String select, String limit) {
        return select + " FROM (\n" + checked.sql() + "\n)" + limit;
    }

    /** @return how many there are, at most one more than are wanted */
    private long rows(List<AnswerColumn> columns) throws SqlRefusal, IOException {
        String sql =
                checked.isQuery() ? select(columns, AnswerColumn::expression, request.mostRows() + 1) : checked.sql();
        var buffer = new RowBuffer(sink);
        RowWriter writer = RowWriter.of(request.format(), columns);
        try (DuckDBPreparedStatement statement = begin(sql);
                DuckDBChunkedResult result = statement.query()) {
            writer.begin(buffer);
            long rows = 0;
            while (rows <= request.mostRows() && result.nextChunk()) {
                requireWanted();
                rows += write(result.chunk(), request.mostRows() - rows, writer, buffer);
            }
            buffer.flush();
            return rows;
        } catch (SQLException e) {
            throw failed(e, checked.isQuery() ? 1 : 0);
        } finally {
            current = null;
        }
    }

    private static long write(DuckDBDataChunkReader chunk, long most, RowWriter writer, RowBuffer buffer)
            throws IOException {
        List<DuckDBReadableVector> vectors =
                LongStream.range(0, chunk.columnCount()).mapToObj(chunk::vector).toList();
        for (long row = 0; row < Math.min(chunk.rowCount(), most); row++) {
            writer.row(buffer, vectors, row);
            buffer.passOn();
        }
        return chunk.rowCount();
    }

    /** How a value comes out of the query. */
    private interface Expression {
        String of(AnswerColumn column, String name);
    }

    private String select(List<AnswerColumn> columns, Expression expression, long most) {
        String values = IntStream.range(0, columns.size())
                .mapToObj(i -> expression.of(columns.get(i), "c" + i))
                .collect(Collectors.joining(", "));
        String names =
                IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", ", "(", ")"));
        return within("SELECT " + values + " FROM (SELECT *", " LIMIT " + most + ") AS answer" + names);
    }

    /** Into a file of our own, which is then passed on. */
    private long parquet(List<AnswerColumn> columns) throws SqlRefusal, IOException {
        if (!checked.isQuery()) {
            throw new SqlRefusal(Kind.WRONG, "EXPLAIN has no answer in Parquet");
        }
        List<String> names =
                NdjsonRows.distinct(columns.stream().map(AnswerColumn::name).toList());
        List<String> named = IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).forParquet("c" + i) + " AS \""
                        + names.get(i).replace("\"", "\"\"") + "\"")
                .toList();
        Path file = temporary.resolve("answer.parquet"); // of the one statement that runs
        try {
            long written = copy(columns, named, file);
            pass(file);
            return written == request.mostRows() && isMore() ? written + 1 : written;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private long copy(List<AnswerColumn> columns, List<String> named, Path file) throws SqlRefusal {
        String query = select(columns, (_, name) -> named.get(Integer.parseInt(name.substring(1))), request.mostRows());
        String sql = "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
                .formatted(query, file.toString().replace("'", "''"));
        try (DuckDBPreparedStatement statement = begin(sql)) {
            return statement.executeLargeUpdate();
        } catch (SQLException e) {
            throw failed(e, 1);
        } finally {
            current = null;
        }
    }

    private void pass(Path file) throws SqlRefusal, IOException {
        byte[] piece = new byte[48 * 1024];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                requireWanted();
                sink.rows(piece, 0, read);
            }
        }
    }

    private boolean isMore() throws SqlRefusal {
        String sql = within("SELECT 1", " LIMIT 1 OFFSET " + request.mostRows());
        try (DuckDBPreparedStatement statement = begin(sql);
                DuckDBChunkedResult result = statement.query()) {
            return result.nextChunk() && result.chunk().rowCount() > 0;
        } catch (SQLException e) {
            throw failed(e, 1);
        } finally {
            current = null;
        }
    }

    private DuckDBPreparedStatement begin(String sql) throws SQLException, SqlRefusal {
        requireWanted();
        DuckDBPreparedStatement statement = connection.prepare(sql);
        current = statement;
        return statement;
    }

    private void requireWanted() throws SqlRefusal {
        if (cancelled) {
            throw new SqlRefusal(Kind.CANCELLED, "the statement was cancelled");
        }
    }

    private SqlRefusal failed(SQLException e, int linesBefore) {
        return cancelled
                ? new SqlRefusal(Kind.CANCELLED, "the statement was cancelled", e)
                : SqlFailure.refusal(e, linesBefore);
    }

    /** For any thread; does not wait. */
    void cancel() {
        cancelled = true;
        PreparedStatement running = current;
        if (running != null) {
            try {
                running.cancel();
            } catch (SQLException _) {
                // it ended by itself in between
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException _) {
            // nothing was written
        }
    }
}
