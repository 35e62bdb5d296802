package dev.tachograph.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text and tables in Markdown that reads well on a terminal, too. */
final class Report {
    private final StringBuilder text = new StringBuilder();

    void title(String words) {
        text.append("\n## ").append(words).append("\n\n");
    }

    void say(String format, Object... arguments) {
        text.append(format.formatted(arguments)).append('\n');
    }

    /** A table with the heads as first row; all columns but the first are figures and stand to the right. */
    void table(List<String> heads, List<List<String>> rows) {
        int[] widths = new int[heads.size()];
        List<List<String>> all = new ArrayList<>(List.of(heads));
        all.addAll(rows);
        for (List<String> row : all) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        row(heads, widths);
        for (int column = 0; column < widths.length; column++) {
            text.append('|').append("-".repeat(widths[column] + 1)).append(column == 0 ? '-' : ':');
        }
        text.append("|\n");
        rows.forEach(row -> row(row, widths));
        text.append('\n');
    }

    private void row(List<String> cells, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            String pad = " ".repeat(widths[column] - cells.get(column).length());
            text.append("| ")
                    .append(column == 0 ? cells.get(column) + pad : pad + cells.get(column))
                    .append(' ');
        }
        text.append("|\n");
    }

    /** Three digits that count. */
    static String figure(double value) {
        int decimals =
                value == 0 || Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
