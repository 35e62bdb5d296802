package dev.tachograph.worker;

import java.util.List;
import org.duckdb.DuckDBReadableVector;

/** Each row an array, commas between them. */
final class JsonRows implements RowWriter {
    private final List<AnswerColumn> columns;
    private final JsonValues values = new JsonValues();
    private boolean isFirst = true;

    JsonRows(List<AnswerColumn> columns) {
        this.columns = columns;
    }

    @Override
    public void row(RowBuffer out, List<DuckDBReadableVector> vectors, long row) {
        out.put(isFirst ? "[" : ",\n[");
        isFirst = false;
        for (int i = 0; i < vectors.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            values.write(out, columns.get(i).form(), vectors.get(i), row);
        }
        out.put(']');
    }
}
