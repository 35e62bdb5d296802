package dev.tachograph.worker;

import java.time.Duration;

/**
 * One statement.
 *
 * @param sql as it was typed
 * @param origin who wrote it
 * @param format of the rows
 * @param mostRows the answer is cut behind so many rows
 * @param timeLimit for all of it, waiting for a turn and taking up the answer included
 */
public record SqlQuestion(String sql, Origin origin, Format format, long mostRows, Duration timeLimit) {

    /** Who wrote a statement. Both kinds run in the same cage. */
    public enum Origin {
        /** A user: only the views that are documented, and one statement that reads. */
        TYPED,
        /** This program: tables behind the views as well. */
        OURS
    }

    /** How rows are written. */
    public enum Format {
        /** Each row an array, separated by commas: what stands between the brackets of {@code "rows":[…]}. */
        JSON,
        /** With a line of names, as RFC 4180 says; texts that a spreadsheet would run are defused. */
        CSV,
        /** Each row an object on a line of its own. */
        NDJSON,
        /** A whole file. */
        PARQUET
    }
}
