package dev.tachograph.query;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** By what ends of processes can be ordered, the largest first. */
public enum ExitColumn {
    TIMESTAMP("timestamp"),
    CPU_TIME("cpu_us"),
    DURATION("duration_us"),
    PEAK_MEM_USAGE("peak_rss_bytes");

    private final String column;

    ExitColumn(String column) {
        this.column = column;
    }

    /** The name that users have for it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The names of all. */
    public static List<String> keys() {
        return Stream.of(values()).map(ExitColumn::key).toList();
    }

    /** The one of a name that is one. */
    public static ExitColumn ofKey(String key) {
        return valueOf(key.toUpperCase(Locale.ROOT));
    }

    String column() {
        return column;
    }
}
