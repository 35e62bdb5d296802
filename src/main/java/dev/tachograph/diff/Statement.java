package dev.tachograph.diff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tachograph.worker.SqlRefusal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of what has to be asked.
 *
 * @param columns names of its columns that are wanted, in the order in which they are read
 */
record Statement(String sql, List<String> columns) {
    private static final JsonFactory JSON = new JsonFactory();

    Statement {
        columns = List.copyOf(columns);
    }

    static Statement of(String sql, String... columns) {
        return new Statement(sql, List.of(columns));
    }

    /**
     * Asks several at once, so that all see the same rows and what is hot is handed over once.
     *
     * @return the rows of each
     */
    static List<List<AnswerRow>> ask(Answers answers, List<Statement> statements) throws SqlRefusal {
        List<String> parts = new ArrayList<>();
        List<List<AnswerRow>> found = new ArrayList<>();
        for (Statement statement : statements) {
            parts.add(statement.tagged(parts.size()));
            found.add(new ArrayList<>());
        }
        for (AnswerRow row : answers.rows(String.join("\nUNION ALL\n", parts))) {
            found.get((int) row.number(0)).add(parsed(row.text(1)));
        }
        return found;
    }

    /** As rows of two columns, whatever it has itself. */
    private String tagged(int number) {
        String values = columns.stream().map(column -> column + "::VARCHAR").collect(Collectors.joining(", "));
        return "SELECT %d AS part, to_json([%s])::VARCHAR AS cells FROM (\n%s\n)".formatted(number, values, sql);
    }

    private static AnswerRow parsed(String json) {
        List<@Nullable String> values = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText());
            }
        } catch (IOException e) {
            throw new IllegalStateException("to_json made no JSON", e);
        }
        return new AnswerRow(values);
    }
}
