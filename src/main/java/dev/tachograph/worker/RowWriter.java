package dev.tachograph.worker;

import java.util.List;
import org.duckdb.DuckDBReadableVector;

/** Writes rows in one of the formats. */
interface RowWriter {

    /** What stands before the rows. */
    default void begin(RowBuffer out) {}

    /**
     * Writes one row.
     *
     * @param vectors the columns of a chunk of rows
     * @param row number in the chunk
     */
    void row(RowBuffer out, List<DuckDBReadableVector> vectors, long row);

    static RowWriter of(SqlQuestion.Format format, List<AnswerColumn> columns) {
        return switch (format) {
            case JSON -> new JsonRows(columns);
            case NDJSON -> new NdjsonRows(columns);
            case CSV -> new CsvRows(columns);
            case PARQUET -> throw new IllegalArgumentException("the database itself writes Parquet");
        };
    }
}
