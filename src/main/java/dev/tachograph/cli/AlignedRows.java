package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows in columns. The columns get their widths from the first rows, so that a long answer is not held in memory. On a terminal
 * nothing is wider than it: texts give way first, and an ellipsis stands where something is missing. In a pipe nothing is cut.
 */
final class AlignedRows implements SqlRows {
    private static final String BETWEEN = "  ";
    private static final String NULL = "NULL";
    private static final int ROWS_FOR_WIDTHS = 1000;
    private static final int CHARACTERS_FOR_WIDTHS = 1 << 20;
    private static final int NARROWEST_TEXT = 8;

    private final List<SqlAnswer.Column> columns;
    private final Paper paper;
    private final Consumer<String> out;
    private final List<List<@Nullable String>> first = new ArrayList<>();
    private int characters;
    private int @Nullable [] widths;

    AlignedRows(List<SqlAnswer.Column> columns, Paper paper, Consumer<String> out) {
        this.columns = columns;
        this.paper = paper;
        this.out = out;
    }

    @Override
    public void row(List<@Nullable String> cells) {
        List<@Nullable String> shown = new ArrayList<>(cells.size());
        for (String cell : cells) {
            shown.add(cell == null ? null : Printable.text(cell));
            characters += cell == null ? 0 : cell.length();
        }
        if (widths != null) {
            out.accept(line(shown, widths));
            return;
        }
        first.add(shown);
        if (first.size() == ROWS_FOR_WIDTHS || characters > CHARACTERS_FOR_WIDTHS) {
            begin();
        }
    }

    @Override
    public void end() {
        if (widths == null) {
            begin();
        }
    }

    private void begin() {
        List<@Nullable String> headings = new ArrayList<>();
        columns.forEach(column -> headings.add(Printable.text(column.name())));
        int[] room = room(headings);
        out.accept(paper.bold(line(headings, room).stripTrailing()) + "\n");
        for (List<@Nullable String> row : first) {
            out.accept(line(row, room));
        }
        first.clear();
        widths = room;
    }

    private int[] room(List<@Nullable String> headings) {
        var room = new int[columns.size()];
        widen(room, headings);
        for (List<@Nullable String> row : first) {
            widen(room, row);
        }
        return paper.terminal() ? fitted(room) : room;
    }

    private static void widen(int[] room, List<@Nullable String> cells) {
        for (int i = 0; i < room.length && i < cells.size(); i++) {
            String cell = cells.get(i);
            room[i] = Math.max(room[i], Printable.width(cell == null ? NULL : cell));
        }
    }

    /** The widest texts become narrower until all fits, or until nothing may become narrower. */
    private int[] fitted(int[] room) {
        int excess = Arrays.stream(room).sum() + BETWEEN.length() * (room.length - 1) - paper.columns();
        int widest = widestText(room);
        while (excess > 0 && widest >= 0 && room[widest] > NARROWEST_TEXT) {
            room[widest]--;
            excess--;
            widest = widestText(room);
        }
        return room;
    }

    private int widestText(int[] room) {
        int widest = -1;
        for (int i = 0; i < room.length; i++) {
            if (!columns.get(i).isNumber() && (widest < 0 || room[i] > room[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private String line(List<@Nullable String> cells, int[] room) {
        var line = new StringBuilder();
        int used = 0;
        for (int i = 0; i < room.length && i < cells.size(); i++) {
            String cell = cells.get(i);
            String shown = clipped(cell == null ? NULL : cell, room[i]);
            String padding = " ".repeat(Math.max(0, room[i] - Printable.width(shown)));
            used += room[i] + (i == 0 ? 0 : BETWEEN.length());
            if (used > paper.columns()) {
                line.append('…'); // the columns behind it have no room at all
                break;
            }
            String coloured = cell == null ? paper.dim(shown) : shown;
            line.append(i == 0 ? "" : BETWEEN)
                    .append(columns.get(i).isNumber() ? padding + coloured : coloured + padding);
        }
        return line.toString().stripTrailing() + "\n";
    }

    private String clipped(String text, int columns) {
        return paper.terminal() ? Printable.clip(text, Math.max(1, columns)) : text;
    }
}
