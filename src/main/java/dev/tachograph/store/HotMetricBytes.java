package dev.tachograph.store;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What figures of the host take while they are hot. */
public final class HotMetricBytes {
    /** What a row takes: hot rows are compressed little, and half of their columns are zero or unknown. */
    private static final Map<SegmentTable, Integer> ROW_BYTES = Map.of(
            SegmentTable.HOST, 160,
            SegmentTable.CPUS, 50,
            SegmentTable.DISKS, 60,
            SegmentTable.FILESYSTEMS, 70,
            SegmentTable.NETWORKS, 60,
            SegmentTable.CGROUPS, 120);

    /** A number in SQL: roughly, as DuckDB doesn't tell which blocks are whose. */
    public static final String SQL = new TreeMap<>(ROW_BYTES)
            .entrySet().stream()
                    .map(table -> "%d * (SELECT count(*) FROM %s)"
                            .formatted(table.getValue(), table.getKey().hot()))
                    .collect(Collectors.joining(" + ", "(", ")"));

    private HotMetricBytes() {}
}
