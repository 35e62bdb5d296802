package dev.tachograph.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Asks a recorder statements, and prints what it answers.
 *
 * @param words where is said what the rows don't say
 * @param limit how many rows are wanted; {@code null} for as many as are usual in the format
 * @param timeLimit of each statement; {@code null} for the recorder's own
 * @param chatty whether the number of rows and the time are said, as a person wants it
 */
record SqlAsking(
        RecorderApi api,
        Console words,
        SqlFormat format,
        @Nullable RowLimit limit,
        @Nullable Duration timeLimit,
        boolean chatty) {
    private static final int MAX_REFUSAL_BYTES = 1 << 20;
    private static final int BAD_REQUEST = 400;
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Asks one.
     *
     * @throws CommandFailure with the recorder's own words, if it refuses: wrong input if the statement is wrong
     */
    void ask(String statement, SqlOutput output) throws IOException {
        try (LiveReply reply = api.send("/api/sql", body(statement))) {
            if (reply.status() != 200) {
                Reply refusal = reply.whole(MAX_REFUSAL_BYTES);
                throw refusal.status() == BAD_REQUEST
                        ? CommandFailure.wrongInput(refusal.said())
                        : CommandFailure.failed(refusal.said());
            }
            print(reply, output);
        }
    }

    /** Prints an answer. */
    void print(LiveReply reply, SqlOutput output) throws IOException {
        if (format.isLaidOutHere()) {
            layOut(SqlAnswer.read(reply.body()), output);
        } else if (format == SqlFormat.JSON && output.paper().terminal()) {
            printJson(reply, output);
        } else {
            output.pass(reply.body());
        }
        output.flush();
    }

    private int rows() {
        return limit == null ? format.usualRows() : limit.value();
    }

    private String body(String statement) throws IOException {
        var body = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("sql", statement);
            json.writeNumberField("limit", rows());
            if (timeLimit != null) {
                json.writeNumberField("timeout_ms", timeLimit.toMillis());
            }
            json.writeStringField("format", format.asked());
            json.writeEndObject();
        }
        return body.toString();
    }

    private void layOut(SqlAnswer answer, SqlOutput output) throws IOException {
        SqlRows rows = format == SqlFormat.MARKDOWN
                ? new MarkdownRows(answer.columns(), output::print)
                : new AlignedRows(answer.columns(), output.paper(), output::print);
        long count = 0;
        for (List<@Nullable String> row = answer.next(); row != null; row = answer.next()) {
            rows.row(row);
            count++;
        }
        rows.end();
        output.flush();
        tell(answer, count);
    }

    private void tell(SqlAnswer answer, long count) {
        if (answer.fact("truncated") == JsonValue.Constant.TRUE) {
            words.say("the first %s only; --limit shows more, or count them"
                    .formatted(Figures.counted(OptionalDouble.of((double) count), "row")));
        } else if (count == 0 && !answer.fact("from").textOr("").isEmpty()) {
            words.say("no rows from %s to %s; --from and --to ask of another time"
                    .formatted(answer.fact("from").textOr(""), answer.fact("to").textOr("")));
        } else if (chatty) {
            OptionalDouble millis = answer.fact("elapsed_ms").number();
            words.say(Figures.counted(OptionalDouble.of((double) count), "row")
                    + (millis.isPresent() ? " in " + Figures.fixed(millis, 0) + " ms" : ""));
        }
    }

    private static void printJson(LiveReply reply, SqlOutput output) throws IOException {
        var text = new OutputWriter(output);
        try (JsonParser parser = TerminalJson.FACTORY.createParser(reply.body());
                JsonGenerator copy = TerminalJson.FACTORY.createGenerator(text)) {
            parser.nextToken();
            copy.copyCurrentStructureExact(parser);
        }
        output.print("\n");
    }

    /** Lets a JSON generator print. */
    private static final class OutputWriter extends Writer {
        private final SqlOutput output;

        OutputWriter(SqlOutput output) {
            this.output = output;
        }

        @Override
        public void write(char[] characters, int offset, int count) {
            output.print(new String(characters, offset, count));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
