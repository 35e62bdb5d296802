package dev.tachograph.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement that is being run. For one thread, apart from {@link #cancel}; close it, which ends it if it runs. */
public interface SqlRun extends AutoCloseable {

    /**
     * What an answer consists of.
     *
     * @param dataUntil the newest tick that the statement could see; {@code null} when nothing was recorded
     */
    record Head(List<Column> columns, @Nullable Instant dataUntil) {
        public Head {
            columns = List.copyOf(columns);
        }
    }

    /**
     * A column of an answer.
     *
     * @param type as DuckDB calls it, such as {@code TIMESTAMP WITH TIME ZONE}
     */
    record Column(String name, String type) {}

    /**
     * How an answer ended.
     *
     * @param rows that were written
     */
    record End(long rows, boolean truncated, Duration elapsed) {}

    /**
     * Waits until the first rows are there.
     *
     * @throws SqlRefusal when there is no answer
     */
    Head head() throws SqlRefusal;

    /**
     * Writes all rows as they come. To be called once, after {@link #head}.
     *
     * @throws SqlRefusal when there are no more: part of them may have been written
     * @throws IOException when {@code out} fails
     */
    End writeRows(OutputStream out) throws SqlRefusal, IOException;

    /** Ends the statement, which fails. For any thread; does not wait. */
    void cancel();

    @Override
    void close();
}
