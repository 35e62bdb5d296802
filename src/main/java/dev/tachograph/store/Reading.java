package dev.tachograph.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Questions to the tables over a connection of their own, beside the one that writes. For one thread, apart from
 * {@link #cancel}; close it.
 */
public final class Reading implements AutoCloseable {
    private final Connection connection;
    private final Runnable afterwards;
    private volatile @Nullable Statement current;
    private volatile boolean cancelled;
    private boolean closed;

    private Reading(Connection connection, Runnable afterwards) {
        this.connection = connection;
        this.afterwards = afterwards;
    }

    /**
     * Begins to ask. Everything that is asked sees the store as it is at the first question: rows may be sealed between two
     * questions, and would be neither where they were nor where one does not look any more.
     *
     * @param connection to be closed with it
     * @param afterwards what is to be done when it is closed
     */
    static Reading begin(Connection connection, Runnable afterwards) throws SQLException {
        try {
            Sql.execute(connection, "BEGIN TRANSACTION READ ONLY");
            return new Reading(connection, afterwards);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Every row of the answer.
     *
     * @param query SQL with a {@code ?} for each parameter
     * @throws StoreException when the store could not answer, or was told not to
     */
    public <T> List<T> all(String query, Function<Row, T> reader, long... parameters) throws StoreException {
        return all(query, Arrays.stream(parameters).boxed().toList(), reader);
    }

    /**
     * Every row of the answer.
     *
     * @param query SQL with a {@code ?} for each parameter
     * @param parameters numbers and texts
     * @throws StoreException when the store could not answer, or was told not to
     */
    public <T> List<T> all(String query, List<?> parameters, Function<Row, T> reader) throws StoreException {
        List<T> rows = new ArrayList<>();
        each(query, parameters, row -> rows.add(reader.apply(row)));
        return rows;
    }

    /**
     * Goes through the rows of the answer for as long as the reader wants more.
     *
     * @param query SQL with a {@code ?} for each parameter
     * @param parameters numbers and texts
     * @param reader says whether it wants the next row
     * @throws StoreException when the store could not answer, or was told not to
     */
    public void each(String query, List<?> parameters, Predicate<Row> reader) throws StoreException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            current = statement;
            if (cancelled) {
                throw new StoreException("the question was cancelled");
            }
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet answer = statement.executeQuery()) {
                var row = new Row(answer);
                while (answer.next() && reader.test(row)) {
                    // the reader has it
                }
            }
        } catch (SQLException e) {
            throw new StoreException(e);
        } finally {
            current = null;
        }
    }

    /**
     * Writes the rows of the answer to a Parquet file in the {@linkplain Recorded#scratch scratch folder}.
     *
     * @param query SQL without parameters
     * @throws StoreException when the store could not answer, or was told not to, or the file can't be written
     */
    public void copy(String query, Path file) throws StoreException {
        try (PreparedStatement statement = connection.prepareStatement(
                "COPY (%s) TO %s (FORMAT parquet, COMPRESSION snappy)".formatted(query, Sql.text(file)))) {
            current = statement;
            if (cancelled) {
                throw new StoreException("the question was cancelled");
            }
            statement.execute();
        } catch (SQLException e) {
            throw new StoreException(e);
        } finally {
            current = null;
        }
    }

    /** Ends the question under way, which fails, and lets no other begin. For any thread; does not wait. */
    public void cancel() {
        cancelled = true;
        Statement running = current;
        if (running != null) {
            try {
                running.cancel();
            } catch (SQLException _) {
                // it ended by itself in between
            }
        }
    }

    /** The first row of the answer, if it has one. */
    public <T> Optional<T> first(String query, List<?> parameters, Function<Row, T> reader) throws StoreException {
        return all(query, parameters, reader).stream().findFirst();
    }

    /** The first row of the answer, if it has one. */
    public <T> Optional<T> first(String query, Function<Row, T> reader, long... parameters) throws StoreException {
        return all(query, reader, parameters).stream().findFirst();
    }

    /** For questions that no other package asks. */
    Connection connection() {
        return connection;
    }

    @Override
    public void close() throws StoreException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            throw new StoreException(e);
        } finally {
            afterwards.run();
        }
    }
}
