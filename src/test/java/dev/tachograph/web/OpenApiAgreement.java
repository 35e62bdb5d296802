package dev.tachograph.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds a table of routes against {@code openapi.json}: the same paths, methods and parameters on both sides. */
public final class OpenApiAgreement {
    private OpenApiAgreement() {}

    public static void check(List<Route> routes) throws IOException {
        var table = new TreeMap<String, Set<String>>();
        for (Route route : routes) {
            table.put(route.method() + " " + route.path(), new TreeSet<>(route.parameters()));
        }
        assertThat(table).isEqualTo(described(OpenApi.document()));
    }

    /** The parameters of each operation in the document. */
    static Map<String, Set<String>> described(String document) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(document)) {
            enter(json, "paths");
            var operations = new TreeMap<String, Set<String>>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String path = json.currentName();
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    String method = json.currentName().toUpperCase(Locale.ROOT);
                    json.nextToken();
                    if (method.equals("PARAMETERS")) { // those of the path itself
                        json.skipChildren();
                        continue;
                    }
                    operations.put(method + " " + path, parameters(json));
                }
            }
            return operations;
        }
    }

    /** Reads one operation to its end. */
    private static Set<String> parameters(JsonParser json) throws IOException {
        var names = new TreeSet<String>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean parameters = json.currentName().equals("parameters");
            json.nextToken();
            if (!parameters) {
                json.skipChildren();
                continue;
            }
            while (json.nextToken() == JsonToken.START_OBJECT) {
                names.add(name(json));
            }
        }
        return names;
    }

    private static String name(JsonParser json) throws IOException {
        String name = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean isName = json.currentName().equals("name");
            json.nextToken();
            if (isName) {
                name = json.getText();
            }
            json.skipChildren();
        }
        return name;
    }

    private static void enter(JsonParser json, String member) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = json.currentName().equals(member);
            json.nextToken();
            if (found) {
                return;
            }
            json.skipChildren();
        }
        throw new AssertionError("no member " + member);
    }

    /** Every {@code $ref}, and every schema and response there is, by their paths in the document. */
    record References(Set<String> used, Set<String> defined) {
        static References of(String document) throws IOException {
            var references = new References(new HashSet<>(), new HashSet<>());
            try (JsonParser json = new JsonFactory().createParser(document)) {
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.VALUE_STRING && "$ref".equals(json.currentName())) {
                        references.used.add(json.getText());
                    } else if (token == JsonToken.START_OBJECT) {
                        references.defined.add(
                                "#" + json.getParsingContext().getParent().pathAsPointer());
                    }
                }
            }
            return references;
        }
    }
}
