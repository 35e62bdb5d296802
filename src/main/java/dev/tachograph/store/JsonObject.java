package dev.tachograph.store;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.TreeMap;

/** Writes a JSON object of texts, in the order of their names. */
final class JsonObject {
    private JsonObject() {}

    static String of(Map<String, String> texts) {
        JsonStringEncoder encoder = JsonStringEncoder.getInstance();
        var json = new StringBuilder(128);
        char before = '{';
        for (var text : new TreeMap<>(texts).entrySet()) {
            json.append(before).append('"');
            encoder.quoteAsString(text.getKey(), json);
            json.append("\":\"");
            encoder.quoteAsString(text.getValue(), json);
            json.append('"');
            before = ',';
        }
        return json.append('}').toString();
    }
}
