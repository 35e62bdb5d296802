package dev.tachograph.store;

import java.util.Locale;

/** How a table of one sealed segment is asked directly, without the views over all of them. */
public final class SealedRows {
    private SealedRows() {}

    /**
     * What stands after FROM: the rows of a table, with every column that the table has today.
     *
     * @param folder of the segment, relative to the data directory
     * @param schema of the segment
     */
    public static String of(String table, String folder, int schema) {
        SegmentTable known = SegmentTable.valueOf(table.toUpperCase(Locale.ROOT));
        String rows = "read_parquet('%s/%s', hive_partitioning = false)".formatted(folder, known.file());
        return schema >= Migrations.NEWEST ? rows : "(SELECT %s FROM %s)".formatted(known.columns(schema), rows);
    }
}
