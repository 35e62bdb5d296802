package dev.tachograph.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tachograph.probe.RecordedTexts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Takes the secrets out of the texts of a store that was made from a cut, whatever was done when they were recorded. */
final class CutRedaction {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int AT_ONCE = 2_000;
    private static final int LARGE_AT_ONCE = 16;

    private final DuckDBConnection connection;
    private final RecordedTexts texts;

    CutRedaction(DuckDBConnection connection, RecordedTexts texts) {
        this.connection = connection;
        this.texts = texts;
    }

    /** A text in place of another. */
    private record Change(long row, String text) {}

    /** Does it. @return how many texts had secrets */
    long apply() throws SQLException, IOException {
        try {
            return redact("hot.processes", "cmdline", texts::commandLine)
                    + redact("hot.process_exits", "cmdline", texts::commandLine)
                    + redact("hot.log_origins", "cmdline", texts::commandLine)
                    + redact("hot.log_lines", "message", texts::message)
                    + redact("hot.log_lines", "fields", json -> rewritten(json, texts::field))
                    + redact("hot.events", "detail", texts::message)
                    + redact("hot.events", "facts", json -> rewritten(json, (_, text) -> texts.message(text)))
                    + redactValues();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long redact(String table, String column, UnaryOperator<String> redaction) throws SQLException {
        long end = Sql.number(connection, "SELECT coalesce(max(rowid), -1) + 1 FROM " + table);
        long changed = 0;
        for (long from = 0; from < end; from += AT_ONCE) {
            List<Change> changes = new ArrayList<>();
            String query = "SELECT rowid, %2$s FROM %1$s WHERE rowid >= %3$d AND rowid < %4$d AND %2$s IS NOT NULL"
                    .formatted(table, column, from, from + AT_ONCE);
            for (Change read : Sql.all(connection, query, row -> new Change(row.getLong(1), row.getString(2)))) {
                String clean = redaction.apply(read.text);
                if (!clean.equals(read.text)) {
                    changes.add(new Change(read.row, clean));
                }
            }
            changed += changes.size();
            write(table, column, changes);
        }
        return changed;
    }

    private void write(String table, String column, List<Change> changes) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        Sql.execute(connection, "CREATE OR REPLACE TEMP TABLE changes (id BIGINT, text VARCHAR)");
        try (DuckDBAppender appender = connection.createAppender("temp", "main", "changes")) {
            for (Change change : changes) {
                appender.beginRow();
                appender.append(change.row);
                appender.append(change.text);
                appender.endRow();
            }
        }
        Sql.execute(
                connection,
                "UPDATE %1$s AS t SET %2$s = c.text FROM changes c WHERE t.rowid = c.id".formatted(table, column));
        Sql.execute(connection, "DROP TABLE changes");
    }

    /** Few and large: each is held alone. A message that changes its length tells so in its line. */
    private long redactValues() throws SQLException {
        long end = Sql.number(connection, "SELECT coalesce(max(rowid), -1) + 1 FROM hot.log_values");
        long changed = 0;
        for (long from = 0; from < end; from += LARGE_AT_ONCE) {
            List<Long> rows = Sql.all(
                    connection,
                    "SELECT rowid FROM hot.log_values WHERE rowid >= %d AND rowid < %d"
                            .formatted(from, from + LARGE_AT_ONCE),
                    row -> row.getLong(1));
            for (long row : rows) {
                changed += redactValue(row) ? 1 : 0;
            }
        }
        return changed;
    }

    private boolean redactValue(long number) throws SQLException {
        Value value = Sql.all(
                        connection,
                        "SELECT line, field, value FROM hot.log_values WHERE rowid = " + number,
                        row -> new Value(row.getLong(1), row.getString(2), row.getBytes(3)))
                .getFirst();
        byte[] clean = texts.value(value.field, value.bytes);
        if (Arrays.equals(clean, value.bytes)) {
            return false;
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE hot.log_values SET value = ? WHERE rowid = ?")) {
            update.setBytes(1, clean);
            update.setLong(2, number);
            update.execute();
        }
        if (value.field.equals("MESSAGE")) {
            Sql.execute(
                    connection,
                    "UPDATE hot.log_lines SET message_bytes = %d WHERE line = %d AND message_bytes = %d"
                            .formatted(clean.length, value.line, value.bytes.length));
        }
        return true;
    }

    private static String rewritten(String json, BinaryOperator<String> redaction) {
        var out = new StringWriter(json.length());
        try (JsonParser from = JSON.createParser(json);
                JsonGenerator to = JSON.createGenerator(out)) {
            String name = "";
            for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    name = from.currentName();
                }
                if (token == JsonToken.VALUE_STRING) {
                    to.writeString(redaction.apply(name, from.getText()));
                } else {
                    to.copyCurrentEvent(from);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString();
    }

    /** A value that stands apart. */
    private static final class Value {
        private final long line;
        private final String field;
        private final byte[] bytes;

        Value(long line, String field, byte[] bytes) {
            this.line = line;
            this.field = field;
            this.bytes = bytes;
        }
    }
}
