package dev.tachograph.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another process needs to read the record as it is at one moment: the sealed segments where they lie, what is hot as
 * Parquet files, and statements that put the same views over both. Until it is closed no segment that it names goes away.
 */
public interface Snapshot extends AutoCloseable {

    /** Where the segments lie, below {@code segments}. */
    Path dataDirectory();

    /**
     * The folder of the hot rows' files; it goes away with the snapshot. It lies in a folder that holds nothing but snapshots of
     * this record and stays the same while the record is open: a process that reads snapshots is let into that one.
     *
     * <p>The rows of the table {@code hot.ticks} are in {@code hot.ticks.parquet}, if it has some that are wanted. Whoever made
     * the views by {@link #script} puts one over each of these files, in the place of one that has the same name and no rows.
     */
    Path folder();

    /**
     * Statements that make every schema, table, view and macro in an empty database in memory, in this order; the first one says
     * which folders the database has to be let into. Hot tables are views without rows. They refer to segments by their whole paths, and stay the same for as long as these do, whatever is hot.
     */
    List<String> script();

    /** The newest tick in it; {@code null} when there is none. */
    @Nullable Instant dataUntil();

    @Override
    void close();
}
