package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A JSON text as maps, lists, strings, numbers, truth values and nulls. */
final class Json {
    private Json() {}

    static Map<String, @Nullable Object> object(String text) throws IOException {
        try (JsonParser json = new JsonFactory().createParser(text)) {
            json.nextToken();
            return members(value(json));
        }
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> members(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw new AssertionError("not an object: " + value);
    }

    static List<?> items(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new AssertionError("not an array: " + value);
    }

    /** Where the leaves are: {@code a.b} for members, {@code a[]} for items. */
    static Set<String> paths(@Nullable Object value) {
        var paths = new TreeSet<String>();
        collect("", value, paths);
        return paths;
    }

    private static void collect(String at, @Nullable Object value, Set<String> paths) {
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, member) -> collect(at + "." + name, member, paths));
            case List<?> list when !list.isEmpty() -> list.forEach(item -> collect(at + "[]", item, paths));
            case null, default -> paths.add(at);
        }
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, @Nullable Object>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    members.put(name, value(json));
                }
                yield members;
            }
            case START_ARRAY -> {
                var items = new ArrayList<@Nullable Object>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(json));
                }
                yield items;
            }
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> throw new AssertionError("unexpected " + json.currentToken());
        };
    }
}
