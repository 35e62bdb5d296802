package dev.tachograph.worker;

import org.duckdb.DuckDBReadableVector;

/** Writes values as JSON. */
final class JsonValues {
    /** 2⁵³: from there on not every whole number is a double. */
    private static final long MOST_EXACT = 1L << 53;

    private final Instants instants = new Instants();

    void write(RowBuffer out, AnswerColumn.Form form, DuckDBReadableVector vector, long row) {
        if (vector.isNull(row)) {
            out.put("null");
            return;
        }
        switch (form) {
            case TRUTH -> out.put(vector.getBoolean(row) ? "true" : "false");
            case WHOLE -> whole(out, vector.getLong(row));
            case DIGITS -> JsonText.digits(out, vector.getString(row));
            case FLOAT -> {
                float number = vector.getFloat(row);
                JsonText.floating(out, number, Float.toString(number));
            }
            case DOUBLE -> {
                double number = vector.getDouble(row);
                JsonText.floating(out, number, Double.toString(number));
            }
            case INSTANT -> {
                out.put('"');
                instants.write(out, vector.getLong(row));
                out.put('"');
            }
            case TEXT -> JsonText.string(out, vector.getString(row));
            case JSON -> JsonText.json(out, vector.getString(row));
        }
    }

    private static void whole(RowBuffer out, long number) {
        String digits = Long.toString(number);
        if (number > MOST_EXACT || number < -MOST_EXACT) {
            JsonText.string(out, digits);
        } else {
            out.put(digits);
        }
    }
}
