package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.tachograph.query.LogColumn;
import dev.tachograph.query.LogKey;
import dev.tachograph.query.LogLines;
import dev.tachograph.query.LogRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes log lines as JSON. They are read some at a time, and written when the database is free for others again: a slow
 * client must not hold it.
 */
final class LogWriter {
    private final Questions questions;
    private final ApiRequest request;
    private final List<LogColumn> columns;

    LogWriter(Questions questions, ApiRequest request, List<LogColumn> columns) {
        this.questions = questions;
        this.request = request;
        this.columns = columns;
    }

    /** The values of some lines, in memory. */
    static final class Rows {
        private final List<@Nullable Object[]> rows = new ArrayList<>();
        private final long mostCharacters;
        private long characters;

        Rows(long mostCharacters) {
            this.mostCharacters = mostCharacters;
        }

        /** Takes one more. @return whether there is room for another */
        boolean add(LogRow row) {
            @Nullable Object[] values = new Object[row.columns().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.value(i);
                characters += values[i] instanceof String text ? text.length() : Long.BYTES;
            }
            rows.add(values);
            return characters < mostCharacters;
        }

        List<@Nullable Object[]> rows() {
            return rows;
        }
    }

    /** Writes the lines of these keys as items of an array. */
    void write(JsonGenerator json, List<LogKey> keys, RowWriter writer) throws IOException {
        int done = 0;
        while (done < keys.size()) {
            done += writeSome(json, keys.subList(done, keys.size()), writer);
        }
    }

    private int writeSome(JsonGenerator json, List<LogKey> keys, RowWriter writer) throws IOException {
        try (AnswerRoom.Batch batch = questions.room().batch()) {
            var rows = new Rows(batch.characters());
            int done = questions.ask(request, recorded -> new LogLines(recorded).read(keys, columns, rows::add));
            for (@Nullable Object[] row : rows.rows()) {
                writer.write(json, row);
            }
            return done;
        }
    }

    /** Writes one line. */
    @FunctionalInterface
    interface RowWriter {
        void write(JsonGenerator json, @Nullable Object[] row) throws IOException;
    }

    /** The line as an object with its columns as members. */
    void write(JsonGenerator json, @Nullable Object[] row) throws IOException {
        write(json, columns, row);
    }

    static void write(JsonGenerator json, List<LogColumn> columns, @Nullable Object[] row) throws IOException {
        JsonFields.object(json, fields -> members(fields, columns, row));
    }

    static void members(JsonFields fields, List<LogColumn> columns, @Nullable Object[] row) throws IOException {
        for (int i = 0; i < columns.size(); i++) {
            LogColumn column = columns.get(i);
            if (column == LogColumn.FIELDS) {
                fields.raw(column.key(), row[i] instanceof String map ? map : "{}");
            } else {
                fields.value(column.key(), row[i]);
            }
        }
    }

    /** Without the first value, which is the number of the line. */
    static @Nullable Object[] withoutNumber(@Nullable Object[] row) {
        return Arrays.copyOfRange(row, 1, row.length);
    }
}
