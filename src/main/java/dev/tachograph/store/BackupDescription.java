package dev.tachograph.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a backup says of itself, for people and for whoever puts it back: the file {@value #FILE} in it. Which bytes belong to it
 * is in its list of checksums.
 *
 * @param madeAt the moment that it shows
 * @param host whose record it is
 * @param schemaVersion of the hot file
 * @param from when its oldest tick was; {@code null} when it has none
 * @param to when its newest tick was
 * @param samples rows of the view process_metrics: processes summed over ticks
 * @param segments how many
 * @param files how many, without this one and the list of checksums
 * @param bytes of these
 * @param rows of each table of the hot file, by its name with its schema
 */
public record BackupDescription(
        Instant madeAt,
        String host,
        int schemaVersion,
        @Nullable Instant from,
        @Nullable Instant to,
        long ticks,
        long samples,
        int segments,
        int files,
        long bytes,
        Map<String, Long> rows) {
    static final String FILE = "BACKUP.json";

    /** Of the form of the file, not of the data. */
    private static final long FORMAT = 1;

    public BackupDescription {
        rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    }

    static BackupDescription of(HotContents contents, Instant madeAt, String host, int files, long bytes) {
        return new BackupDescription(
                madeAt,
                host,
                contents.schema(),
                contents.from(),
                contents.to(),
                contents.ticks(),
                contents.samples(),
                contents.segments().size(),
                files,
                bytes,
                contents.rows());
    }

    /** The text of the file. */
    String json() throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("format", FORMAT);
            json.writeStringField("made_at", madeAt.toString());
            json.writeStringField("hostname", host);
            json.writeNumberField("schema_version", schemaVersion);
            json.writeStringField("from", from == null ? null : from.toString());
            json.writeStringField("to", to == null ? null : to.toString());
            json.writeNumberField("ticks", ticks);
            json.writeNumberField("process_metrics", samples);
            json.writeNumberField("segments", segments);
            json.writeNumberField("files", files);
            json.writeNumberField("bytes", bytes);
            json.writeObjectFieldStart("rows");
            for (Map.Entry<String, Long> table : rows.entrySet()) {
                json.writeNumberField(table.getKey(), table.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    /** Of a text in the form of {@link #json}. @throws IOException when it has another form */
    static BackupDescription parse(String text) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, Long> rows = new TreeMap<>();
        try (JsonParser json = new JsonFactory().createParser(text)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() != JsonToken.START_OBJECT) {
                    values.put(name, json.getText());
                    continue;
                }
                for (String table = json.nextFieldName(); table != null; table = json.nextFieldName()) {
                    rows.put(table, json.nextLongValue(-1));
                }
            }
            return of(values, rows);
        } catch (DateTimeException | NumberFormatException e) {
            throw new IOException("%s: can't be understood: %s".formatted(FILE, e.getMessage()), e);
        }
    }

    private static BackupDescription of(Map<String, String> values, Map<String, Long> rows) throws IOException {
        if (number(values, "format") != FORMAT) {
            throw new IOException("%s: was written by a newer program, which has to put it back".formatted(FILE));
        }
        return new BackupDescription(
                Instant.parse(value(values, "made_at")),
                value(values, "hostname"),
                (int) number(values, "schema_version"),
                instant(values, "from"),
                instant(values, "to"),
                number(values, "ticks"),
                number(values, "process_metrics"),
                (int) number(values, "segments"),
                (int) number(values, "files"),
                number(values, "bytes"),
                rows);
    }

    private static String value(Map<String, String> values, String name) throws IOException {
        String value = values.get(name);
        if (value == null) {
            throw new IOException("%s: does not say %s".formatted(FILE, name));
        }
        return value;
    }

    private static long number(Map<String, String> values, String name) throws IOException {
        return Long.parseLong(value(values, name));
    }

    private static @Nullable Instant instant(Map<String, String> values, String name) throws IOException {
        String value = value(values, name);
        return value.equals("null") ? null : Instant.parse(value);
    }
}
