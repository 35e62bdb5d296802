package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a JSON object that came as the body of a request.
 *
 * @param byName those of its members that are texts
 */
record JsonMembers(Map<String, String> byName) {

    /** @throws ProblemException when it is no JSON object */
    static JsonMembers parse(String body) {
        try (JsonParser json = JsonEncoding.FACTORY.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw refusal();
            }
            var byName = new TreeMap<String, String>();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (json.nextToken() == JsonToken.VALUE_STRING) {
                    byName.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            return new JsonMembers(byName);
        } catch (IOException _) {
            throw refusal();
        }
    }

    private static ProblemException refusal() {
        return new ProblemException(Problem.of(400, "the body has to be a JSON object"));
    }

    @Nullable String get(String name) {
        return byName.get(name);
    }
}
