package dev.tachograph.probe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Picks single texts out of JSON that others wrote. Where it is broken or cut short, what came before counts. */
final class JsonTexts {
    private static final int DEEPEST = 64;
    private static final int LONGEST_TEXT = 64 * 1024;
    private static final int MOST_MEMBERS = 512;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .build())
            .build();

    private JsonTexts() {}

    /** The members of the outermost object that are texts. */
    static Map<String, String> members(byte[] json) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                members(parser, members);
            }
        } catch (IOException _) {
            return members;
        }
        return members;
    }

    /** The members of the object {@code annotations} within the outermost one. Source: the runtime specification of the OCI. */
    static Map<String, String> annotations(byte[] json) {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return members;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("annotations");
                if (parser.nextToken() == JsonToken.START_OBJECT && wanted) {
                    members(parser, members);
                    return members;
                }
                parser.skipChildren();
            }
        } catch (IOException _) {
            return members;
        }
        return members;
    }

    /** In a list of objects, the first text of a list in the object with this {@code id}. */
    static @Nullable String firstOf(byte[] json, String id, String list) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                String found = firstOf(parser, id, list);
                if (found != null) {
                    return found;
                }
            }
        } catch (IOException _) {
            return null;
        }
        return null;
    }

    private static @Nullable String firstOf(JsonParser parser, String id, String list) throws IOException {
        boolean isWanted = false;
        String first = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            if (member.equals("id") && value == JsonToken.VALUE_STRING) {
                isWanted = parser.getText().equals(id);
            } else if (member.equals(list) && value == JsonToken.START_ARRAY) {
                first = firstText(parser);
            } else {
                parser.skipChildren();
            }
        }
        return isWanted ? first : null;
    }

    private static @Nullable String firstText(JsonParser parser) throws IOException {
        String first = null;
        JsonToken token;
        while ((token = parser.nextToken()) != null && token != JsonToken.END_ARRAY) {
            if (first == null && token == JsonToken.VALUE_STRING) {
                first = parser.getText();
            }
            parser.skipChildren();
        }
        return first;
    }

    private static void members(JsonParser parser, Map<String, String> into) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String member = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING && into.size() < MOST_MEMBERS) {
                into.put(member, parser.getText());
            }
            parser.skipChildren();
        }
    }
}
