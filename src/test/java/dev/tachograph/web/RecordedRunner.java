package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.store.Reading;
import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRun;
import dev.tachograph.worker.SqlRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs this program's own statements of two columns, a number and a text, in this process, over the same views that a worker has. */
record RecordedRunner(Recorded recorded) implements SqlRunner {
    private record Pair(long number, @Nullable String text) {}

    @Override
    public SqlRun begin(SqlQuestion question) throws SqlRefusal {
        List<Pair> rows = new ArrayList<>();
        try (Reading reading = recorded.read()) {
            rows.addAll(reading.all(question.sql(), List.of(), row -> new Pair(row.number(1), row.textOrNull(2))));
        } catch (StoreException e) {
            throw new SqlRefusal(SqlRefusal.Kind.WRONG, e.summary(), e);
        }
        return new Run(rows);
    }

    @Override
    public void close() {}

    private record Run(List<Pair> rows) implements SqlRun {
        @Override
        public Head head() {
            return new Head(List.of(new Column("part", "INTEGER"), new Column("cells", "VARCHAR")), null);
        }

        @Override
        public End writeRows(OutputStream out) throws IOException {
            var bytes = new ByteArrayOutputStream();
            try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
                json.writeStartArray();
                for (Pair row : rows) {
                    json.writeStartArray();
                    json.writeNumber(row.number);
                    json.writeString(row.text);
                    json.writeEndArray();
                }
                json.writeEndArray();
            }
            String text = bytes.toString(StandardCharsets.UTF_8);
            out.write(text.substring(1, text.length() - 1).getBytes(StandardCharsets.UTF_8));
            return new End(rows.size(), false, Duration.ZERO);
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
