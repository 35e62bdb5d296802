package dev.tachograph.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an event tells besides its columns, as the store keeps it: a JSON object of texts. */
final class Facts {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Facts() {}

    /** The texts by their names; as far as it is one, of what is no such object. */
    static Map<String, String> of(@Nullable String json) {
        var facts = new TreeMap<String, String>();
        if (json == null) {
            return facts;
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                    if (parser.nextToken().isScalarValue()) {
                        facts.put(name, parser.getText());
                    } else {
                        parser.skipChildren();
                    }
                }
            }
        } catch (IOException _) {
            // another program has written there; what was read is as it stands
        }
        return facts;
    }
}
