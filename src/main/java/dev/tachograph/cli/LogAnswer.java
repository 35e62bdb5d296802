package dev.tachograph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamReadException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer of {@code GET /api/search}, of which no more than one line is held at a time. */
final class LogAnswer implements Closeable {
    private static final String PATH = "/api/search";
    private static final String LINES = "lines";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonParser parser;
    private final Map<String, JsonValue> head;

    private LogAnswer(JsonParser parser, Map<String, JsonValue> head) {
        this.parser = parser;
        this.head = head;
    }

    /**
     * Asks, and reads up to the first line.
     *
     * @throws CommandFailure if the search is wrong
     * @throws IOException if there is no answer, or another refusal
     */
    static LogAnswer open(RecorderApi api, Map<String, String> parameters) throws IOException {
        LiveReply reply = api.open(PATH, parameters);
        try {
            LogRefusal.check(reply, parameters.getOrDefault(LogQuery.SEARCH, ""));
            JsonParser parser = FACTORY.createParser(reply.body());
            return new LogAnswer(parser, head(parser));
        } catch (StreamReadException e) {
            reply.close();
            throw notJson(e);
        } catch (IOException | RuntimeException e) {
            reply.close();
            throw e;
        }
    }

    /** The members before the lines. */
    private static Map<String, JsonValue> head(JsonParser parser) throws IOException {
        var head = new LinkedHashMap<String, JsonValue>();
        if (parser.nextToken() == JsonToken.START_OBJECT) {
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                JsonToken value = parser.nextToken();
                if (name.equals(LINES) && value == JsonToken.START_ARRAY) {
                    return head;
                }
                head.put(name, JsonValue.read(parser));
            }
        }
        throw new IOException("the recorder's answer has no log lines in it");
    }

    private static IOException notJson(StreamReadException e) {
        return new IOException("the recorder's answer is not JSON: " + e.getOriginalMessage(), e);
    }

    /** The next line; null after the last one, when all of the answer has come. */
    @Nullable LogRow next() throws IOException {
        try {
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                return LogRow.read(parser);
            }
            if (parser.nextToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new IOException("the recorder's answer does not end after its log lines");
            }
            return null;
        } catch (StreamReadException e) {
            throw notJson(e);
        }
    }

    /** Where the range ends that was searched; null if it is not told. */
    @Nullable Instant to() {
        return member("to").instant();
    }

    @Nullable Instant from() {
        return member("from").instant();
    }

    /** Whether more lines match than were asked for. */
    boolean isTruncated() {
        return member("truncated") == JsonValue.Constant.TRUE;
    }

    /** Where the next page begins; null after the last. */
    @Nullable String nextPage() {
        return member("next").text();
    }

    List<JsonValue> gaps() {
        return member("gaps").items();
    }

    private JsonValue member(String name) {
        return head.getOrDefault(name, JsonValue.Constant.NULL);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
