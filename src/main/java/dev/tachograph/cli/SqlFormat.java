package dev.tachograph.cli;

import java.util.Locale;

/** What an answer to SQL is written as. */
enum SqlFormat {
    TABLE("json", 1000),
    CSV("csv", SqlFormat.MOST),
    JSON("json", 1_000_000),
    NDJSON("ndjson", SqlFormat.MOST),
    PARQUET("parquet", SqlFormat.MOST),
    MARKDOWN("json", 1000);

    /** So many rows a recorder gives at most; in JSON a tenth of them. */
    static final int MOST = 10_000_000;

    private final String asked;
    private final int usualRows;

    SqlFormat(String asked, int usualRows) {
        this.asked = asked;
        this.usualRows = usualRows;
    }

    /** What the recorder is asked for. */
    String asked() {
        return asked;
    }

    /** How many rows where nobody says it: what a person reads, or all for a program. */
    int usualRows() {
        return usualRows;
    }

    /** Whether the rows are laid out here, or passed on as they come. */
    boolean isLaidOutHere() {
        return this == TABLE || this == MARKDOWN;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
