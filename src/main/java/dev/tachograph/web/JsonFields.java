package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes the members of one JSON object; what is not known becomes {@code null}. */
final class JsonFields {
    private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final JsonGenerator json;

    JsonFields(JsonGenerator json) {
        this.json = json;
    }

    /** What stands between the braces of an object. */
    @FunctionalInterface
    interface Members {
        void write(JsonFields fields) throws IOException;
    }

    static void object(JsonGenerator json, Members members) throws IOException {
        json.writeStartObject();
        members.write(new JsonFields(json));
        json.writeEndObject();
    }

    JsonFields object(String name, Members members) throws IOException {
        json.writeFieldName(name);
        object(json, members);
        return this;
    }

    <T> JsonFields array(String name, Collection<T> items, ItemWriter<T> writer) throws IOException {
        json.writeArrayFieldStart(name);
        for (T item : items) {
            writer.write(json, item);
        }
        json.writeEndArray();
        return this;
    }

    /** Writes one item of an array. */
    @FunctionalInterface
    interface ItemWriter<T> {
        void write(JsonGenerator json, T item) throws IOException;
    }

    JsonFields texts(String name, Collection<String> texts) throws IOException {
        return array(name, texts, JsonGenerator::writeString);
    }

    /** A text, number, truth value or instant. */
    JsonFields value(String name, @Nullable Object value) throws IOException {
        json.writeFieldName(name);
        switch (value) {
            case null -> json.writeNull();
            case String text -> json.writeString(text);
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Double number -> json.writeNumber(rounded(number));
            case Boolean truth -> json.writeBoolean(truth);
            case Instant instant -> json.writeString(MICROSECONDS.format(instant));
            default -> throw new IllegalArgumentException(name + " has no JSON form: " + value.getClass());
        }
        return this;
    }

    /** A value that is JSON already. */
    JsonFields raw(String name, String value) throws IOException {
        json.writeFieldName(name);
        json.writeRawValue(value);
        return this;
    }

    /** A number without the digits that no measurement has, and without a fraction where it is whole. */
    static void writeNumber(JsonGenerator json, double number) throws IOException {
        double rounded = rounded(number);
        if (rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15) {
            json.writeNumber((long) rounded);
        } else {
            json.writeNumber(rounded);
        }
    }

    /** Digits that no measurement has would only cost bytes. */
    private static double rounded(double number) {
        return Math.abs(number) < 1e12 ? Math.round(number * 1000) / 1000.0 : number;
    }
}
