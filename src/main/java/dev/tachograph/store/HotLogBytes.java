package dev.tachograph.store;

/** What log lines take while they are hot. */
public final class HotLogBytes {
    /** What a line takes besides its message: hot rows are compressed little. */
    private static final int LINE_BYTES = 60;

    /** A number in SQL: roughly, as DuckDB doesn't tell which blocks are whose. */
    public static final String SQL = """
            ((SELECT coalesce(sum(%d + coalesce(strlen(message), 0)), 0) FROM hot.log_lines)
             + (SELECT coalesce(sum(octet_length(value)), 0) FROM hot.log_values))
            """.formatted(LINE_BYTES);

    private HotLogBytes() {}
}
