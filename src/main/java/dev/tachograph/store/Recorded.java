package dev.tachograph.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What was recorded, for those who ask: of a recorder that runs, or of one that has stopped. Safe for many threads. */
public interface Recorded extends AutoCloseable {

    /** Begins to ask; whoever does so closes it. */
    Reading read() throws StoreException;

    /**
     * Makes what another process needs to read the record. Of the hot rows only those are in it that are wanted, and the
     * tables of the others are empty.
     *
     * @param statement SQL: what it does not name is not wanted
     * @throws StoreException when the store can't be asked, or there is no room
     */
    Snapshot snapshot(String statement) throws StoreException;

    /** Where {@link Reading#copy} may write; whoever does so makes the folder, and removes it. */
    default Path scratch() {
        throw new UnsupportedOperationException();
    }

    /** The newest tick when it is in memory; {@code null} when the tables have to be asked. */
    @Nullable CommittedTick latest();

    /**
     * The number of the newest log line that was stored; 0 when there was none. Costs nothing while a recorder runs.
     *
     * @throws StoreException when the tables have to be asked and can't be
     */
    long newestLine() throws StoreException;

    /** Sizes on the disk and what the writer is doing. */
    StoreStatus status();

    @Override
    void close();
}
