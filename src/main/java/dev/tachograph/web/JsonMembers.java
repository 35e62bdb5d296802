package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
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
            var names = new HashSet<String>();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                boolean isText = json.nextToken() == JsonToken.VALUE_STRING;
                if (!names.add(name)) {
                    throw new ProblemException(
                            Problem.of(400, "the body has the member '%s' twice".formatted(Parameters.shown(name))));
                }
                if (isText) {
                    byName.put(name, json.getText());
                } else {
                    json.skipChildren();
                }
            }
            if (json.nextToken() != null) {
                throw refusal(); // one object, and nothing behind it
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
