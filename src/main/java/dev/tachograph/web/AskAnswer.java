package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.pipe.Column;
import dev.tachograph.pipe.Compiled;
import dev.tachograph.pipe.Moment;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRun;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * The answer to a question in JSON: that of {@code POST /api/sql}, and before it what became of the question. The rows pass
 * through as the worker writes them; if they end early the object stays open, so that half an answer can't pass for a whole one.
 */
record AskAnswer(Compiled compiled, Moment moment, SqlRun.Head head, long began) {

    void write(SqlRun run, OutputStream out) throws SqlRefusal, IOException {
        try (JsonGenerator json = JsonEncoding.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            new JsonFields(json)
                    .value("kind", compiled.shape().name().toLowerCase(Locale.ROOT))
                    .value("from", moment.from())
                    .value("to", moment.to())
                    .value("sql", compiled.sql())
                    .array("columns", head.columns(), this::column);
            json.writeArrayFieldStart("rows");
            json.flush();
            SqlRun.End end = run.writeRows(out);
            json.writeEndArray();
            new JsonFields(json)
                    .value("row_count", end.rows())
                    .value("truncated", end.truncated())
                    .value("elapsed_ms", (System.nanoTime() - began) / 1e6)
                    .value("data_until", head.dataUntil());
            json.writeEndObject();
        }
    }

    private void column(JsonGenerator json, SqlRun.Column column) throws IOException {
        Optional<Column> known = compiled.columns().stream()
                .filter(one -> one.name().equals(column.name()))
                .findFirst();
        String unit = known.map(Column::unit).orElse("");
        JsonFields.object(
                json,
                fields -> fields.value("name", column.name())
                        .value("type", column.type())
                        .value("unit", unit.isEmpty() ? null : unit));
    }
}
