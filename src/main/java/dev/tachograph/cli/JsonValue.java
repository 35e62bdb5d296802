package dev.tachograph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text as an immutable tree.
 *
 * <p>The accessors never fail: what is absent or of another type reads as {@code null}, empty or no items, as the
 * recorder's answers use {@code null} for "not known".
 */
public sealed interface JsonValue {

    record Members(Map<String, JsonValue> byName) implements JsonValue {
        public Members {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }
    }

    record Items(List<JsonValue> values) implements JsonValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    record Text(String value) implements JsonValue {}

    /** A number; integers beyond 2⁵³ lose their last digits. */
    record Numeral(double value) implements JsonValue {}

    enum Constant implements JsonValue {
        TRUE,
        FALSE,
        NULL
    }

    /** The member of that name; {@link Constant#NULL} where there is none. */
    default JsonValue get(String name) {
        return this instanceof Members(var byName) ? byName.getOrDefault(name, Constant.NULL) : Constant.NULL;
    }

    default @Nullable String text() {
        return this instanceof Text(String value) ? value : null;
    }

    default OptionalDouble number() {
        return this instanceof Numeral(double value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /** The text, or another one where this is none. */
    default String textOr(String otherwise) {
        @Nullable String text = text();
        return text == null ? otherwise : text;
    }

    /** The instant that the text gives in RFC 3339; null where it doesn't. */
    default @Nullable Instant instant() {
        try {
            return this instanceof Text(String value) ? Instant.parse(value) : null;
        } catch (DateTimeParseException _) {
            return null;
        }
    }

    default boolean isNull() {
        return this == Constant.NULL;
    }

    default List<JsonValue> items() {
        return this instanceof Items(var values) ? values : List.of();
    }

    /** The members in the order of the text. */
    default Map<String, JsonValue> members() {
        return this instanceof Members(var byName) ? byName : Map.of();
    }

    /**
     * Reads a text that is one JSON value and nothing after it.
     *
     * @throws IOException if it isn't; the message says where and what
     */
    static JsonValue parse(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            parser.nextToken();
            JsonValue value = read(parser);
            if (parser.nextToken() != null) {
                throw new IOException("not one JSON value: " + parser.currentToken() + " after it"
                        + parser.currentTokenLocation().offsetDescription());
            }
            return value;
        } catch (StreamReadException e) {
            throw new IOException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** Reads the value at whose first token the parser is, and leaves it at its last. */
    static JsonValue read(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getDoubleValue());
            case VALUE_TRUE -> Constant.TRUE;
            case VALUE_FALSE -> Constant.FALSE;
            case VALUE_NULL -> Constant.NULL;
            case null -> throw new IOException("not JSON: the text is empty");
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new IOException("not JSON: unexpected " + token);
        };
    }

    private static JsonValue members(JsonParser parser) throws IOException {
        var byName = new LinkedHashMap<String, JsonValue>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            byName.put(name, read(parser));
        }
        return new Members(byName);
    }

    private static JsonValue items(JsonParser parser) throws IOException {
        var values = new ArrayList<JsonValue>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            values.add(read(parser));
        }
        return new Items(values);
    }
}
