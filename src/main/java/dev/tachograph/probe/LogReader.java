package dev.tachograph.probe;

import dev.tachograph.model.LogBatch;
import java.io.IOException;
import java.time.Duration;

/**
 * Reads the lines of one source in order, from where it was left on. A reader does not mind how often it is asked nor how long
 * nobody does: what it reads from keeps the lines. For one thread, which also closes it.
 */
public interface LogReader extends AutoCloseable {

    /**
     * Reads on.
     *
     * @param mostLines to bring at once
     * @param patience how long to wait for the first line when there is none; the lines that are there are never waited for
     * @return what was read, or nothing when there was none
     * @throws IOException when the source can't be read now; the next call tries again from the same place
     */
    LogBatch read(int mostLines, Duration patience) throws IOException, InterruptedException;

    /** Whether nothing will ever come any more: of a history that was read to its end. */
    boolean isAtEnd();

    @Override
    void close();
}
