package dev.tachograph.worker;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer in memory, for questions of this program's own, whose answers are short. What a value is in Java follows from the
 * type of its column: {@link Long} for whole numbers ({@link BigDecimal} for one that is too large), {@link Double}, {@link BigDecimal}
 * for {@code DECIMAL}, {@link Boolean}, {@link List}, {@link Map} by name, and {@link String} for all else; times are RFC 3339.
 * Within lists and structs the whole numbers beyond 2⁵³ are texts of digits.
 *
 * @param rows each with a value for each column
 * @param truncated whether there were more rows than the question wanted
 * @param dataUntil the newest tick that the statement could see; {@code null} when nothing was recorded
 */
public record SqlTable(
        List<SqlRun.Column> columns,
        List<List<@Nullable Object>> rows,
        boolean truncated,
        @Nullable Instant dataUntil) {
    private static final JsonFactory JSON = new JsonFactory();

    public SqlTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Asks and reads all of the answer.
     *
     * @param question its format does not matter
     * @throws SqlRefusal when there is no answer
     */
    public static SqlTable read(SqlRunner runner, SqlQuestion question) throws SqlRefusal {
        var asked = new SqlQuestion(
                question.sql(), question.origin(), SqlQuestion.Format.JSON, question.mostRows(), question.timeLimit());
        try (SqlRun run = runner.begin(asked)) {
            return read(run);
        }
    }

    /** Reads all of an answer that was begun, in {@link SqlQuestion.Format#JSON}; whoever began it closes it. */
    public static SqlTable read(SqlRun run) throws SqlRefusal {
        SqlRun.Head head = run.head();
        var bytes = new ByteArrayOutputStream();
        try {
            bytes.write('[');
            SqlRun.End end = run.writeRows(bytes);
            bytes.write(']');
            return new SqlTable(
                    head.columns(), rows(bytes.toByteArray(), head.columns()), end.truncated(), head.dataUntil());
        } catch (IOException e) {
            throw new SqlRefusal(SqlRefusal.Kind.CRASHED, "the answer is not whole: " + e.getMessage(), e);
        }
    }

    /** The place of a column. @throws IllegalArgumentException if there is none of this name */
    public int index(String column) {
        OptionalInt index = IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).name().equals(column))
                .findFirst();
        return index.orElseThrow(() -> new IllegalArgumentException("the answer has no column " + column));
    }

    private static List<List<@Nullable Object>> rows(byte[] bytes, List<SqlRun.Column> columns) throws IOException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        try (JsonParser json = JSON.createParser(bytes)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_ARRAY) {
                rows.add(row(json, columns));
            }
        }
        return rows;
    }

    private static List<@Nullable Object> row(JsonParser json, List<SqlRun.Column> columns) throws IOException {
        List<@Nullable Object> row = new ArrayList<>(columns.size());
        for (SqlRun.Column column : columns) {
            json.nextToken();
            row.add(ofType(column.type(), value(json)));
        }
        if (json.nextToken() != JsonToken.END_ARRAY) {
            throw new IOException("a row has more than %d values".formatted(columns.size()));
        }
        return Collections.unmodifiableList(row);
    }

    /** What was written as a text since a number in JSON would not be exact. */
    private static @Nullable Object ofType(String type, @Nullable Object value) {
        if (type.startsWith("DECIMAL") && !type.endsWith("]")) {
            return value == null || value instanceof BigDecimal ? value : new BigDecimal(value.toString());
        }
        return switch (type) {
            case "DOUBLE", "FLOAT" -> value == null ? null : Double.valueOf(value.toString());
            case "BIGINT", "UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM" ->
                value instanceof String digits ? whole(new BigInteger(digits)) : value;
            default -> value;
        };
    }

    private static Object whole(BigInteger number) {
        return number.bitLength() < Long.SIZE ? (Object) number.longValueExact() : new BigDecimal(number);
    }

    private static @Nullable Object value(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_STRING -> json.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> whole(json.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case START_ARRAY -> list(json);
            case START_OBJECT -> map(json);
            case null, default -> throw new IOException("the answer ends early");
        };
    }

    private static List<@Nullable Object> list(JsonParser json) throws IOException {
        List<@Nullable Object> list = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(json));
        }
        return Collections.unmodifiableList(list);
    }

    private static Map<String, @Nullable Object> map(JsonParser json) throws IOException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            map.put(name, value(json));
        }
        return Collections.unmodifiableMap(map);
    }
}
