package dev.tachograph.web;

import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Holds an answer against its schema in {@code openapi.json}, as far as that uses JSON Schema; members too many count. */
final class Schema {
    private final Map<String, @Nullable Object> schemas;
    private final List<String> complaints = new ArrayList<>();

    private Schema(Map<String, @Nullable Object> schemas) {
        this.schemas = schemas;
    }

    /** What is wrong with it. */
    static List<String> complaints(String name, @Nullable Object answer) throws IOException {
        var document = Json.object(OpenApi.document());
        var schema =
                new Schema(Json.members(Json.members(document.get("components")).get("schemas")));
        schema.check(name, Json.members(schema.schemas.get(name)), answer);
        return schema.complaints;
    }

    /** What is wrong with an answer of a route, by what the document says of its answers. */
    static List<String> complaintsOfRoute(String method, String path, int status, String type, @Nullable Object answer)
            throws IOException {
        var document = Json.object(OpenApi.document());
        var components = Json.members(document.get("components"));
        var operation = Json.members(
                Json.members(Json.members(document.get("paths")).get(path)).get(method));
        var responses = Json.members(operation.get("responses"));
        Object response = responses.get(responses.containsKey("" + status) ? "" + status : status / 100 + "XX");
        if (response == null) {
            return List.of("%s %s: status %d is not described".formatted(method, path, status));
        }
        var described = Json.members(response);
        if (described.get("$ref") instanceof String reference) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            described = Json.members(Json.members(components.get("responses")).get(name));
        }
        Object media = Json.members(described.get("content")).get(type.replaceFirst(";.*", ""));
        if (media == null) {
            return List.of("%s %s: answers %s, which is not described".formatted(method, path, type));
        }
        var schema = new Schema(Json.members(components.get("schemas")));
        Object shape = Json.members(media).get("schema");
        if (shape != null && type.contains("json")) {
            schema.check(method + " " + path, Json.members(shape), answer);
        }
        return schema.complaints;
    }

    private void check(String at, Map<String, @Nullable Object> schema, @Nullable Object value) {
        if (schema.get("$ref") instanceof String reference) {
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            check(at, Json.members(schemas.get(name)), value);
        } else if (schema.containsKey("oneOf")) {
            for (Object choice : Json.items(schema.get("oneOf"))) {
                var members = Json.members(choice);
                if (Objects.equals(members.get("type"), "null") == (value == null)) {
                    check(at, members, value);
                }
            }
        } else {
            checkPlain(at, schema, value);
        }
    }

    private void checkPlain(String at, Map<String, @Nullable Object> schema, @Nullable Object value) {
        Object type = schema.get("type");
        List<?> types = type instanceof List<?> several ? several : List.of(Objects.requireNonNull(type, at));
        if (types.stream().noneMatch(each -> isOf(String.valueOf(each), value))) {
            complaints.add("%s is %s and has to be %s".formatted(at, value, types));
        }
        if (schema.containsKey("enum") && !Json.items(schema.get("enum")).contains(value)) {
            complaints.add("%s is %s and has to be one of %s".formatted(at, value, schema.get("enum")));
        }
        if ("date-time".equals(schema.get("format")) && value instanceof String text && !isInstant(text)) {
            complaints.add("%s is %s and has to be RFC 3339 in UTC".formatted(at, value));
        }
        if (value instanceof List<?> items) {
            items.forEach(item -> check(at + "[]", Json.members(schema.get("items")), item));
        }
        if (value instanceof Map<?, ?>) {
            checkMembers(at, schema, Json.members(value));
        }
    }

    private void checkMembers(String at, Map<String, @Nullable Object> schema, Map<String, @Nullable Object> value) {
        if (!schema.containsKey("properties") && !schema.containsKey("additionalProperties")) {
            return; // any object
        }
        var properties = schema.containsKey("properties")
                ? Json.members(schema.get("properties"))
                : Map.<String, @Nullable Object>of();
        value.forEach((name, member) -> {
            if (properties.containsKey(name)) {
                check(at + "." + name, Json.members(properties.get(name)), member);
            } else if (schema.get("additionalProperties") instanceof Map<?, ?> any) {
                check(at + "." + name, Json.members(any), member);
            } else {
                complaints.add("%s.%s is not described".formatted(at, name));
            }
        });
        for (Object name : schema.containsKey("required") ? Json.items(schema.get("required")) : List.of()) {
            if (!value.containsKey(String.valueOf(name))) {
                complaints.add("%s.%s is missing".formatted(at, name));
            }
        }
    }

    private static boolean isOf(String type, @Nullable Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Long;
            case "number" -> value instanceof Number;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == null;
            default -> throw new AssertionError("unknown type " + type);
        };
    }

    private static boolean isInstant(String text) {
        try {
            return text.length() == "2026-11-23T03:12:05.000123Z".length() && Instant.parse(text) != null;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
