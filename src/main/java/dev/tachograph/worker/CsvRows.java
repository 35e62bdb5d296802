package dev.tachograph.worker;

import java.util.List;
import java.util.regex.Pattern;
import org.duckdb.DuckDBReadableVector;

/**
 * Lines as RFC 4180 has them, the first one with the names. {@code NULL} is nothing at all, and an empty text is two quotes. A text
 * that a spreadsheet would take for a formula gets an apostrophe before it, as who names a process or writes a log line is not who
 * opens the file.
 */
final class CsvRows implements RowWriter {
    private static final String LINE_END = "\r\n";
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,30}([.][0-9]{1,30})?([eE][-+]?[0-9]{1,3})?");

    private final List<AnswerColumn> columns;
    private final Instants instants = new Instants();

    CsvRows(List<AnswerColumn> columns) {
        this.columns = columns;
    }

    @Override
    public void begin(RowBuffer out) {
        for (int i = 0; i < columns.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            text(out, columns.get(i).name());
        }
        out.put(LINE_END);
    }

    @Override
    public void row(RowBuffer out, List<DuckDBReadableVector> vectors, long row) {
        for (int i = 0; i < vectors.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            if (!vectors.get(i).isNull(row)) {
                value(out, columns.get(i).form(), vectors.get(i), row);
            }
        }
        out.put(LINE_END);
    }

    private void value(RowBuffer out, AnswerColumn.Form form, DuckDBReadableVector vector, long row) {
        switch (form) {
            case TRUTH -> out.put(vector.getBoolean(row) ? "true" : "false");
            case WHOLE -> out.put(Long.toString(vector.getLong(row)));
            case FLOAT -> out.put(Float.toString(vector.getFloat(row)));
            case DOUBLE -> out.put(Double.toString(vector.getDouble(row)));
            case DIGITS -> out.put(vector.getString(row));
            case INSTANT -> instants.write(out, vector.getLong(row));
            case TEXT, JSON -> text(out, vector.getString(row));
        }
    }

    static void text(RowBuffer out, String text) {
        String safe = isFormula(text) ? "'" + text : text;
        if (isPlain(safe)) {
            out.put(safe);
        } else {
            out.put('"');
            out.put(safe.replace("\"", "\"\""));
            out.put('"');
        }
    }

    private static boolean isPlain(String text) {
        boolean isPlain = !text.isEmpty();
        for (int i = 0; isPlain && i < text.length(); i++) {
            char c = text.charAt(i);
            isPlain = c != ',' && c != '"' && c != '\n' && c != '\r';
        }
        return isPlain;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty()
                && switch (text.charAt(0)) {
                    case '=', '+', '-', '@', '\t', '\r' -> !NUMBER.matcher(text).matches();
                    default -> false;
                };
    }
}
