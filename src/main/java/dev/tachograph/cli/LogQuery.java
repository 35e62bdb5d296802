package dev.tachograph.cli;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which log lines, and what of them.
 *
 * @param search in the language of {@code docs/search.md}; empty for all
 * @param since null for what the recorder takes then
 * @param until null for now
 * @param columns their names with commas between them, or a star for all
 */
record LogQuery(
        String search, @Nullable Instant since, @Nullable Instant until, String columns) {
    static final String SEARCH = "q";

    private static final String COLUMNS = "columns";

    /** What tells only which line it is. */
    static final String NUMBER_AND_TIME = "line,timestamp";

    LogQuery withColumns(String others) {
        return new LogQuery(search, since, until, others);
    }

    LogQuery between(Instant from, @Nullable Instant to) {
        return new LogQuery(search, from, to, columns);
    }

    /** The newest lines first, that many. */
    Map<String, String> newestFirst(int most) {
        return parameters("desc", most, null);
    }

    /** @param page null for the first */
    Map<String, String> oldestFirst(int most, @Nullable String page) {
        return parameters("asc", most, page);
    }

    /** New lines, from now on. */
    Map<String, String> tail() {
        return chosen();
    }

    /** New lines, from the one after that line on. */
    Map<String, String> tailAfter(long line) {
        Map<String, String> parameters = chosen();
        parameters.put("after", Long.toString(line));
        return parameters;
    }

    /** The patterns of the lines, that many. */
    Map<String, String> patterns(int most) {
        Map<String, String> parameters = ranged();
        parameters.remove(COLUMNS);
        parameters.put("limit", Integer.toString(most));
        return parameters;
    }

    private Map<String, String> ranged() {
        Map<String, String> parameters = chosen();
        if (since != null) {
            parameters.put("start", since.toString());
        }
        if (until != null) {
            parameters.put("end", until.toString());
        }
        return parameters;
    }

    private Map<String, String> parameters(String direction, int most, @Nullable String page) {
        Map<String, String> parameters = ranged();
        parameters.put("sort_dir", direction);
        parameters.put("limit", Integer.toString(most));
        if (page != null) {
            parameters.put("cursor", page);
        }
        return parameters;
    }

    private Map<String, String> chosen() {
        var parameters = new LinkedHashMap<String, String>();
        if (!search.isEmpty()) {
            parameters.put(SEARCH, search);
        }
        parameters.put(COLUMNS, columns);
        return parameters;
    }
}
