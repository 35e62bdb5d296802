package dev.tachograph.web;

import dev.tachograph.worker.SqlQuestion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of an answer are wanted, as the body of a question says: the same for SQL and for pipes.
 *
 * @param most the answer is cut behind so many rows
 * @param timeLimit for all of it
 */
record WantedRows(SqlQuestion.Format format, long most, Duration timeLimit) {
    private static final String LIMIT = "limit";
    private static final String TIMEOUT = "timeout_ms";
    private static final String FORMAT = "format";
    static final List<String> MEMBERS = List.of(LIMIT, TIMEOUT, FORMAT);

    private static final List<String> FORMATS = Stream.of(SqlQuestion.Format.values())
            .map(format -> format.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final long USUAL = 1000;
    private static final long MOST_IN_JSON = 1_000_000;
    private static final long MOST_IN_FILES = 10_000_000;
    private static final long USUAL_MILLIS = 30_000;
    private static final long LEAST_MILLIS = 100;
    private static final long MOST_MILLIS = 60_000;

    /** What a body says of it. @throws ProblemException with status 400 */
    static WantedRows of(JsonMembers body) {
        SqlQuestion.Format format = format(body.text(FORMAT));
        long most = body.number(LIMIT, 1, MOST_IN_FILES, USUAL);
        if (format == SqlQuestion.Format.JSON && most > MOST_IN_JSON) {
            throw JsonMembers.refusal(
                    LIMIT,
                    "%d rows are too many for json; up to %d are allowed, and up to %d in csv, ndjson and parquet"
                            .formatted(most, MOST_IN_JSON, MOST_IN_FILES));
        }
        return new WantedRows(
                format, most, Duration.ofMillis(body.number(TIMEOUT, LEAST_MILLIS, MOST_MILLIS, USUAL_MILLIS)));
    }

    private static SqlQuestion.Format format(@Nullable String word) {
        if (word == null) {
            return SqlQuestion.Format.JSON;
        }
        if (!FORMATS.contains(word)) {
            throw JsonMembers.refusal(
                    FORMAT, "'%s' is not one of %s".formatted(Parameters.shown(word), String.join(", ", FORMATS)));
        }
        return SqlQuestion.Format.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
