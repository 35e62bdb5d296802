package dev.tachograph.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some log lines, held at once. A page is read without a pause, however slowly it is then printed: a recorder doesn't wait
 * for a pager.
 *
 * @param answer what stood before the lines; nothing more is read from it
 * @param isWhole false where the lines were too many to hold, and all that came after them is not here
 */
record LogPage(LogAnswer answer, List<LogRow> rows, boolean isWhole) {
    private static final int HEAVIEST = 8 << 20;

    static LogPage read(RecorderApi api, Map<String, String> parameters) throws IOException {
        var rows = new ArrayList<LogRow>();
        long weight = 0;
        try (LogAnswer answer = LogAnswer.open(api, parameters)) {
            for (@Nullable LogRow row = answer.next(); row != null; row = answer.next()) {
                if (weight > HEAVIEST) {
                    return new LogPage(answer, rows, false);
                }
                weight += row.json().length();
                rows.add(row);
            }
            return new LogPage(answer, rows, true);
        }
    }
}
