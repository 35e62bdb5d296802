package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tachograph.text.Spelling;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that came as the body of a request. What is not as it has to be is refused with a problem that
 * names the member.
 */
final class JsonMembers {
    private static final int MOST_DIGITS = 18;

    private final Map<String, Value> byName;

    /** What a member has; a list or an object has no text. */
    private record Value(JsonToken token, @Nullable String text) {}

    private JsonMembers(Map<String, Value> byName) {
        this.byName = byName;
    }

    /** @throws ProblemException when it is no JSON object, or has a member twice */
    static JsonMembers parse(String body) {
        try (JsonParser json = JsonEncoding.FACTORY.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw noObject();
            }
            var byName = new TreeMap<String, Value>();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken token = json.nextToken();
                String text = token.isScalarValue() ? json.getText() : null;
                json.skipChildren();
                if (byName.putIfAbsent(name, new Value(token, text)) != null) {
                    throw refusal(Parameters.shown(name), "is there twice");
                }
            }
            if (json.nextToken() != null) {
                throw noObject(); // one object, and nothing behind it
            }
            return new JsonMembers(byName);
        } catch (IOException _) {
            throw noObject();
        }
    }

    /** The same. @throws ProblemException when there are other members than these */
    JsonMembers allowOnly(List<String> names) {
        for (String name : byName.keySet()) {
            if (!names.contains(name)) {
                throw refusal(
                        Parameters.shown(name),
                        "unknown member%s; allowed are %s"
                                .formatted(Spelling.didYouMean(name, names), String.join(", ", names)));
            }
        }
        return this;
    }

    /** A text; {@code null} where there is none. */
    @Nullable String text(String name) {
        Value value = byName.get(name);
        if (value == null || value.token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (value.token != JsonToken.VALUE_STRING) {
            throw refusal(name, "has to be a text");
        }
        return value.text;
    }

    /**
     * A text that has to be there.
     *
     * @param example a body that has it
     */
    String required(String name, String example) {
        String text = text(name);
        if (text == null) {
            throw refusal(name, "is missing; the body has to be an object such as " + example);
        }
        return text;
    }

    /**
     * A whole number.
     *
     * @param usual where there is none
     */
    long number(String name, long least, long most, long usual) {
        Value value = byName.get(name);
        if (value == null || value.token == JsonToken.VALUE_NULL) {
            return usual;
        }
        String digits = value.text;
        if (value.token == JsonToken.VALUE_NUMBER_INT && digits != null && digits.length() <= MOST_DIGITS) {
            long number = Long.parseLong(digits);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw refusal(name, "has to be a whole number from %d to %d".formatted(least, most));
    }

    /** True or false; false where there is neither. */
    boolean isTrue(String name) {
        Value value = byName.get(name);
        if (value == null || value.token == JsonToken.VALUE_NULL) {
            return false;
        }
        if (!value.token.isBoolean()) {
            throw refusal(name, "has to be true or false");
        }
        return value.token == JsonToken.VALUE_TRUE;
    }

    /** What is wrong with a member. */
    static ProblemException refusal(String member, String complaint) {
        return new ProblemException(Problem.of(400, member + ": " + complaint).with("member", member));
    }

    private static ProblemException noObject() {
        return new ProblemException(Problem.of(400, "the body has to be a JSON object"));
    }
}
