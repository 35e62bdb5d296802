package dev.tachograph.pipe;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a question can be about: a view that users know.
 *
 * @param name as it stands before the colon
 * @param view as SQL calls it
 * @param from the column with the time of a row, or with the begin of a stretch
 * @param until the column with the end of a stretch; {@code null} where a row is of one moment
 * @param order in which rows come
 * @param words columns in which words are looked for
 * @param usual columns that are shown when nobody asks for others
 * @param help what it is
 */
public record SourceTable(
        String name,
        String view,
        String from,
        @Nullable String until,
        List<OrderKey> order,
        List<String> words,
        List<String> usual,
        String help,
        List<Column> columns) {
    static final String LOGS = "logs";

    public SourceTable {
        order = List.copyOf(order);
        words = List.copyOf(words);
        usual = List.copyOf(usual);
        columns = List.copyOf(columns);
    }

    boolean isLogs() {
        return name.equals(LOGS);
    }

    Optional<Column> column(String wanted) {
        return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
    }
}
