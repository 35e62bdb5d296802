package dev.tachograph.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** The scalar members of a JSON object by their path, such as {@code recording.ticks_missed}; nulls are left out. */
record JsonFigures(Map<String, String> values) {

    static JsonFigures parse(String json) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JsonFactory.builder().build().createParser(json)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken().isScalarValue() && parser.currentToken() != JsonToken.VALUE_NULL) {
                    String path = parser.getParsingContext().pathAsPointer().toString();
                    values.put(path.substring(1).replace('/', '.'), parser.getText());
                }
            }
        }
        return new JsonFigures(Map.copyOf(values));
    }

    boolean has(String path) {
        return values.containsKey(path);
    }

    String text(String path) {
        String value = values.get(path);
        if (value == null) {
            throw new IllegalStateException("the recorder says nothing about " + path);
        }
        return value;
    }

    long number(String path) {
        return Long.parseLong(text(path));
    }

    double real(String path) {
        return Double.parseDouble(text(path));
    }
}
