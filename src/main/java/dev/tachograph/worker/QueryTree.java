package dev.tachograph.worker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Goes through what DuckDB's parser made of a statement, and stops at the first thing in it that is not allowed. */
final class QueryTree {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(100_000).build())
            .build();

    private static final String WRITING_NODE = "_QUERY_NODE";

    private final JsonParser json;
    private final Deque<Node> open = new ArrayDeque<>();

    private QueryTree(JsonParser json) {
        this.json = json;
    }

    /** An object of the tree, as far as it was read. */
    private static final class Node {
        private final String role;
        private String type = "";
        private int location = -1;

        Node(String role) {
            this.role = role;
        }
    }

    /**
     * Something that is not allowed.
     *
     * @param what names it
     * @param at where it begins in the text, in bytes of UTF-8; -1 when nobody knows
     * @param isWriting whether it would change something
     */
    record Finding(String what, int at, boolean isWriting) {}

    /** The first thing that is not allowed; {@code null} if there is none. */
    static @Nullable Finding check(String tree) throws IOException {
        try (JsonParser json = JSON.createParser(tree)) {
            return new QueryTree(json).check();
        }
    }

    private @Nullable Finding check() throws IOException {
        for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                String role = json.currentName();
                open.push(new Node(role == null ? "" : role));
            } else if (token == JsonToken.END_OBJECT) {
                open.pop();
            } else if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NUMBER_INT) {
                Finding finding = member(json.currentName());
                if (finding != null) {
                    return finding;
                }
            }
        }
        return null;
    }

    private @Nullable Finding member(@Nullable String name) throws IOException {
        Node node = open.peek();
        if (node == null || name == null) {
            return null;
        }
        switch (name) {
            case "type" -> node.type = json.getText();
            case "query_location" -> node.location = location();
            default -> {}
        }
        return switch (name) {
            case "type" -> writing(node);
            case "function_name" -> function(node, json.getText());
            case "table_name" -> table(node, json.getText());
            default -> null;
        };
    }

    private int location() throws IOException {
        return json.getNumberType() == JsonParser.NumberType.INT ? json.getIntValue() : -1;
    }

    /** INSERT_QUERY_NODE and the like: what writes and answers rows may stand where a query does. */
    private @Nullable Finding writing(Node node) {
        return node.type.endsWith(WRITING_NODE)
                ? new Finding(
                        node.type
                                .substring(0, node.type.length() - WRITING_NODE.length())
                                .toUpperCase(Locale.ROOT),
                        -1,
                        true)
                : null;
    }

    private @Nullable Finding function(Node node, String name) {
        Node above = open.stream().skip(1).findFirst().orElse(node);
        boolean isTable = node.role.equals("function") && above.type.equals("TABLE_FUNCTION");
        boolean isAllowed = Allowed.isFunction(name) && (!isTable || Allowed.isTableFunction(name));
        return isAllowed ? null : new Finding("the function " + name, isTable ? above.location : node.location, false);
    }

    private static @Nullable Finding table(Node node, String name) {
        boolean isRead = node.type.equals("BASE_TABLE") || node.type.equals("SHOW_REF");
        String plain = name.replace("\"", "");
        return isRead && !Allowed.isTable(plain) ? new Finding("'" + plain + "'", node.location, false) : null;
    }
}
