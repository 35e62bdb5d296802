package dev.tachograph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One log line as the recorder gave it.
 *
 * @param line its number in the store
 * @param boot of the host in which it was logged; null if it was not asked for, or is not known
 * @param json all of it, one object on one line, in which nothing can steer a terminal
 */
record LogRow(long line, Instant timestamp, @Nullable String boot, String json) {
    private static final JsonFactory FACTORY = TerminalJson.FACTORY;

    /** The line that is a text of its own. */
    static LogRow parse(String text) throws IOException {
        try (JsonParser parser = FACTORY.createParser(text)) {
            parser.nextToken();
            return read(parser);
        }
    }

    /** The line at whose first brace the parser is; leaves it at the last one. */
    static LogRow read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new IOException("the recorder's answer has " + parser.currentToken() + " in place of a log line");
        }
        @Nullable Long line = null;
        @Nullable String timestamp = null;
        @Nullable String boot = null;
        var text = new StringWriter(512);
        try (JsonGenerator copy = FACTORY.createGenerator(text)) {
            copy.writeStartObject();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals("line") && value == JsonToken.VALUE_NUMBER_INT) {
                    line = parser.getLongValue();
                } else if (name.equals("timestamp")) {
                    timestamp = parser.getValueAsString();
                } else if (name.equals("boot_id")) {
                    boot = parser.getValueAsString();
                }
                copy.writeFieldName(name);
                copy.copyCurrentStructure(parser);
            }
            copy.writeEndObject();
        }
        if (line == null || timestamp == null) {
            throw new IOException("the recorder's answer has a log line without number or time");
        }
        return new LogRow(line, instant(timestamp), boot, text.toString());
    }

    private static Instant instant(String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("the recorder's answer has a log line of the time '" + text + "'", e);
        }
    }

    /** All of it as a tree. */
    JsonValue fields() {
        try {
            return JsonValue.parse(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was written here
        }
    }

    /** Hands over each value that is known with the name of its field, in their order. */
    void forEachValue(BiConsumer<String, String> use) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            String name = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    name = parser.getText();
                } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    use.accept(name, parser.getText());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was written here
        }
    }

    /** Whether it comes before another in the order of the log. */
    boolean isBefore(LogRow other) {
        int order = timestamp.compareTo(other.timestamp);
        return order < 0 || (order == 0 && line < other.line);
    }
}
