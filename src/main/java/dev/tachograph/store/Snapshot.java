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
     */
    Path folder();

    /**
     * Statements that make every schema, table, view and macro in an empty database in memory, in this order. They refer to files
     * by their whole paths.
     */
    List<String> script();

    /** The newest tick in it; {@code null} when there is none. */
    @Nullable Instant dataUntil();

    @Override
    void close();
}
