package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRun;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The answer of {@code POST /api/sql} in JSON. The rows pass through as the worker writes them; if they end early, the object stays
 * open, so that half an answer can't pass for a whole one.
 */
final class SqlJson {
    private SqlJson() {}

    static void write(SqlRun run, SqlRun.Head head, OutputStream out, long began) throws SqlRefusal, IOException {
        try (JsonGenerator json = JsonEncoding.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            new JsonFields(json).array("columns", head.columns(), SqlJson::column);
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

    private static void column(JsonGenerator json, SqlRun.Column column) throws IOException {
        JsonFields.object(json, fields -> fields.value("name", column.name()).value("type", column.type()));
    }
}
