package dev.tachograph.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The JSON answer to a statement, read row by row: it may be longer than there is memory for. */
final class SqlAnswer implements Closeable {
    private final JsonParser json;
    private final List<Column> columns;
    private final Map<String, JsonValue> facts;

    private SqlAnswer(JsonParser json, List<Column> columns, Map<String, JsonValue> facts) {
        this.json = json;
        this.columns = List.copyOf(columns);
        this.facts = facts;
    }

    /**
     * A column.
     *
     * @param type as DuckDB calls it, such as {@code DECIMAL(18,3)}
     */
    record Column(String name, String type) {
        private static final List<String> NUMBERS = List.of(
                "TINYINT",
                "SMALLINT",
                "INTEGER",
                "BIGINT",
                "HUGEINT",
                "UTINYINT",
                "USMALLINT",
                "UINTEGER",
                "UBIGINT",
                "UHUGEINT",
                "BIGNUM",
                "FLOAT",
                "DOUBLE",
                "DECIMAL");

        boolean isNumber() {
            return !type.endsWith("]") && NUMBERS.contains(type.split("\\(", 2)[0]);
        }
    }

    /**
     * Reads up to the first row.
     *
     * @throws IOException if it isn't such an answer
     */
    static SqlAnswer read(InputStream body) throws IOException {
        JsonParser json = TerminalJson.FACTORY.createParser(body);
        Map<String, JsonValue> facts = new LinkedHashMap<>();
        if (json.nextToken() != JsonToken.START_OBJECT || !untilRows(json, facts)) {
            throw new IOException("the recorder's answer has no rows");
        }
        List<Column> columns = facts.getOrDefault("columns", JsonValue.Constant.NULL).items().stream()
                .map(column -> new Column(
                        column.get("name").textOr(""), column.get("type").textOr("")))
                .toList();
        return new SqlAnswer(json, columns, facts);
    }

    /** Reads members; whether there are rows among them, which are next then. */
    private static boolean untilRows(JsonParser json, Map<String, JsonValue> facts) throws IOException {
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("rows") && value == JsonToken.START_ARRAY) {
                return true;
            }
            facts.put(name, JsonValue.read(json));
        }
        return false;
    }

    List<Column> columns() {
        return columns;
    }

    /** The next row, a text for each value; null behind the last one. */
    @Nullable List<@Nullable String> next() throws IOException {
        try {
            if (json.nextToken() != JsonToken.START_ARRAY) {
                untilRows(json, facts);
                return null;
            }
            List<@Nullable String> row = new ArrayList<>(columns.size());
            while (json.nextToken() != JsonToken.END_ARRAY) {
                row.add(cell());
            }
            return Collections.unmodifiableList(row);
        } catch (StreamReadException e) {
            throw new IOException("the recorder's answer is not whole: " + e.getOriginalMessage(), e);
        }
    }

    /** Numbers keep all their digits, lists and structs are JSON. */
    private @Nullable String cell() throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (json.currentToken().isScalarValue()) {
            return json.getText();
        }
        var text = new StringWriter();
        try (JsonGenerator copy = TerminalJson.FACTORY.createGenerator(text)) {
            copy.copyCurrentStructureExact(json);
        }
        return text.toString();
    }

    /** What the answer says of itself; complete behind the last row. */
    JsonValue fact(String name) {
        return facts.getOrDefault(name, JsonValue.Constant.NULL);
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
