package dev.tachograph.store;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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
        return of(table, List.of(folder), schema);
    }

    /**
     * The same for several segments of one schema.
     *
     * @param folders of the segments, relative to the data directory; at least one
     */
    public static String of(String table, List<String> folders, int schema) {
        SegmentTable known = SegmentTable.valueOf(table.toUpperCase(Locale.ROOT));
        String files = folders.stream()
                .map(folder -> "'%s/%s'".formatted(folder, known.file()))
                .collect(Collectors.joining(", ", "[", "]"));
        String rows = "read_parquet(%s, hive_partitioning = false)".formatted(files);
        return schema >= Migrations.NEWEST ? rows : "(SELECT %s FROM %s)".formatted(known.columns(schema), rows);
    }
}
