package dev.tachograph.query;

import dev.tachograph.store.Row;
import dev.tachograph.text.LogPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One line as it lies in the answer of the store: good until the next one is read. */
public final class LogRow {
    private final List<LogColumn> columns;
    private final Row row;

    LogRow(List<LogColumn> columns, Row row) {
        this.columns = columns;
        this.row = row;
    }

    /** What the columns are selected as, in this order. */
    static String sql(List<LogColumn> columns) {
        return String.join(", ", columns.stream().map(LogColumn::sqlValue).toList());
    }

    /** The columns that it has. */
    public List<LogColumn> columns() {
        return columns;
    }

    /**
     * The value of one of its columns: a text, a whole number or an instant; that of {@link LogColumn#FIELDS} is JSON.
     *
     * @param index of the column
     */
    public @Nullable Object value(int index) {
        int at = index + 1;
        LogColumn column = columns.get(index);
        if (column == LogColumn.LEVEL) {
            return LogLevel.word(row.numberOrNull(at));
        }
        if (column == LogColumn.PATTERN) {
            Long number = row.numberOrNull(at);
            return number == null ? null : number.toString();
        }
        if (column == LogColumn.PATTERN_TEXT) {
            String message = row.textOrNull(at);
            return message == null ? null : LogPattern.template(message);
        }
        return switch (column.type()) {
            case TEXT, MESSAGE, UUID, FIELDS -> row.textOrNull(at);
            case NUMBER, LEVEL, FACILITY -> row.numberOrNull(at);
            case TIME -> row.instant(at);
        };
    }
}
