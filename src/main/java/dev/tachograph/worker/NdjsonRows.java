package dev.tachograph.worker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.duckdb.DuckDBReadableVector;

/** Each row an object on a line of its own. A name that several columns have is given once; the others get a number. */
final class NdjsonRows implements RowWriter {
    private final List<AnswerColumn> columns;
    private final List<String> names;
    private final JsonValues values = new JsonValues();

    NdjsonRows(List<AnswerColumn> columns) {
        this.columns = columns;
        names = distinct(columns.stream().map(AnswerColumn::name).toList());
    }

    static List<String> distinct(List<String> names) {
        Set<String> taken = new HashSet<>(names);
        Set<String> given = new HashSet<>();
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            String own = name;
            for (int i = 2; !given.add(own); i++) {
                String next = name + "_" + i;
                own = taken.contains(next) ? own : next;
            }
            distinct.add(own);
        }
        return distinct;
    }

    @Override
    public void row(RowBuffer out, List<DuckDBReadableVector> vectors, long row) {
        out.put('{');
        for (int i = 0; i < vectors.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            JsonText.string(out, names.get(i));
            out.put(':');
            values.write(out, columns.get(i).form(), vectors.get(i), row);
        }
        out.put("}\n");
    }
}
