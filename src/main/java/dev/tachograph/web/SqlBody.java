package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tachograph.text.Spelling;
import dev.tachograph.worker.SqlQuestion;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /api/sql}. What is not as it has to be is refused with a problem that names the member. */
final class SqlBody {
    private static final String SQL = "sql";
    private static final String LIMIT = "limit";
    private static final String TIMEOUT = "timeout_ms";
    private static final String FORMAT = "format";
    private static final List<String> MEMBERS = List.of(SQL, LIMIT, TIMEOUT, FORMAT);
    private static final List<String> FORMATS = Stream.of(SqlQuestion.Format.values())
            .map(format -> format.name().toLowerCase(Locale.ROOT))
            .toList();

    private static final long USUAL_LIMIT = 1000;
    private static final long MOST_IN_JSON = 1_000_000;
    private static final long MOST_IN_FILES = 10_000_000;
    private static final long USUAL_MILLIS = 30_000;
    private static final long LEAST_MILLIS = 100;
    private static final long MOST_MILLIS = 60_000;

    private @Nullable String sql;
    private @Nullable Long limit;
    private long millis = USUAL_MILLIS;
    private SqlQuestion.Format format = SqlQuestion.Format.JSON;

    private SqlBody() {}

    /** @throws ProblemException with status 400 */
    static SqlQuestion parse(String text) {
        var body = new SqlBody();
        try (JsonParser json = JsonEncoding.FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ProblemException(
                        Problem.of(400, "the body has to be a JSON object such as {\"sql\": \"SELECT 1\"}"));
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                body.member(name, json);
            }
        } catch (IOException e) {
            throw new ProblemException(Problem.of(400, "the body is not JSON in UTF-8"));
        }
        return body.question();
    }

    private void member(String name, JsonParser json) throws IOException {
        switch (name) {
            case SQL -> sql = text(name, json);
            case LIMIT -> limit = number(name, json, 1, MOST_IN_FILES);
            case TIMEOUT -> millis = number(name, json, LEAST_MILLIS, MOST_MILLIS);
            case FORMAT -> format = format(text(name, json));
            default ->
                throw refusal(
                        Parameters.shown(name),
                        "unknown member" + Spelling.didYouMean(name, MEMBERS) + "; allowed here are "
                                + String.join(", ", MEMBERS));
        }
    }

    private SqlQuestion question() {
        String statement = sql;
        if (statement == null) {
            throw refusal(SQL, "is missing; the body has to be an object such as {\"sql\": \"SELECT 1\"}");
        }
        Long most = limit;
        if (format == SqlQuestion.Format.JSON && most != null && most > MOST_IN_JSON) {
            throw refusal(
                    LIMIT,
                    "%d rows are too many for json; up to %d are allowed, and up to %d in csv, ndjson and parquet"
                            .formatted(most, MOST_IN_JSON, MOST_IN_FILES));
        }
        return new SqlQuestion(
                statement,
                SqlQuestion.Origin.TYPED,
                format,
                most == null ? USUAL_LIMIT : most,
                Duration.ofMillis(millis));
    }

    private static String text(String name, JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw refusal(name, "has to be a text");
        }
        return json.getText();
    }

    private static long number(String name, JsonParser json, long least, long most) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                && json.getLongValue() >= least
                && json.getLongValue() <= most) {
            return json.getLongValue();
        }
        throw refusal(name, "has to be a whole number from %d to %d".formatted(least, most));
    }

    private static SqlQuestion.Format format(String word) {
        if (!FORMATS.contains(word)) {
            throw refusal(
                    FORMAT, "'%s' is not one of %s".formatted(Parameters.shown(word), String.join(", ", FORMATS)));
        }
        return SqlQuestion.Format.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static ProblemException refusal(String member, String complaint) {
        return new ProblemException(Problem.of(400, member + ": " + complaint).with("member", member));
    }
}
