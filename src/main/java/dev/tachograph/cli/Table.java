package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, as wide as their texts; the last column takes what room the paper has left. */
final class Table {
    private static final String BETWEEN = "  ";

    /** One column; numbers stand at its right. */
    record Column(String heading, boolean right) {
        static Column words(String heading) {
            return new Column(heading, false);
        }

        static Column numbers(String heading) {
            return new Column(heading, true);
        }
    }

    private final List<Column> columns;
    private final List<String[]> rows = new ArrayList<>();

    Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    /** Adds a row; texts from elsewhere need no care, each cell is made {@linkplain Printable#text printable}. */
    void row(String... cells) {
        rows.add(Arrays.stream(cells).map(Printable::text).toArray(String[]::new));
    }

    /** The heading and the rows, each line with its end. */
    String render(Paper paper) {
        int[] widths = widths();
        var text = new StringBuilder();
        text.append(paper.bold(line(headings(), widths, paper))).append('\n');
        for (String[] row : rows) {
            text.append(line(row, widths, paper)).append('\n');
        }
        return text.toString();
    }

    private String line(String[] cells, int[] widths, Paper paper) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String padding = " ".repeat(widths[i] - Printable.width(cells[i]));
            line.append(i == 0 ? "" : BETWEEN).append(columns.get(i).right ? padding + cells[i] : cells[i] + padding);
        }
        return Printable.clip(line.toString().stripTrailing(), paper.columns());
    }

    private int[] widths() {
        int[] widths = Arrays.stream(headings()).mapToInt(Printable::width).toArray();
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], Printable.width(row[i]));
            }
        }
        return widths;
    }

    private String[] headings() {
        return columns.stream().map(Column::heading).toArray(String[]::new);
    }
}
