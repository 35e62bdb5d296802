package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tachograph.pipe.Moment;
import dev.tachograph.text.Spelling;
import dev.tachograph.time.BadTimeException;
import dev.tachograph.time.Times;
import dev.tachograph.worker.SqlQuestion;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/ask}. What is not as it has to be is refused with a problem that names the member.
 *
 * @param query in the search language with pipes
 * @param moment which time it is about
 * @param limit the answer is cut behind so many rows
 * @param isDry whether only the SQL is wanted
 */
record AskQuestion(
        String query, Moment moment, long limit, Duration timeLimit, SqlQuestion.Format format, boolean isDry) {
    private static final List<String> MEMBERS =
            List.of("query", "from", "to", "tz", "limit", "timeout_ms", "format", "dry_run");
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final long MOST_ROWS_IN_JSON = 1_000_000;
    private static final long MOST_ROWS_IN_FILES = 10_000_000;
    private static final long USUAL_ROWS = 1000;
    private static final long USUAL_MILLIS = 30_000;
    private static final long LEAST_MILLIS = 100;
    private static final long MOST_MILLIS = 60_000;

    /** Reads it. @throws ProblemException with status 400 */
    static AskQuestion parse(String body, Instant now) {
        Map<String, String> members = members(body);
        String query = members.get("query");
        if (query == null) {
            throw refusal(
                    "query", "is missing; the body is an object such as {\"query\": \"error | stats count by unit\"}");
        }
        SqlQuestion.Format format = format(members.get("format"));
        long most = format == SqlQuestion.Format.JSON ? MOST_ROWS_IN_JSON : MOST_ROWS_IN_FILES;
        return new AskQuestion(
                query,
                moment(members, now),
                number(members, "limit", 1, most, USUAL_ROWS),
                Duration.ofMillis(number(members, "timeout_ms", LEAST_MILLIS, MOST_MILLIS, USUAL_MILLIS)),
                format,
                isTrue(members));
    }

    private static Map<String, String> members(String body) {
        Map<String, String> members = new TreeMap<>();
        try (JsonParser json = JsonEncoding.FACTORY.createParser(body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw notAnObject();
            }
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (!MEMBERS.contains(name)) {
                    throw refusal(
                            Parameters.shown(name),
                            "unknown member%s; allowed are %s"
                                    .formatted(Spelling.didYouMean(name, MEMBERS), String.join(", ", MEMBERS)));
                }
                JsonToken value = json.nextToken();
                if (!value.isScalarValue()) {
                    throw refusal(name, "has to be a text, a number, true or false");
                }
                if (value != JsonToken.VALUE_NULL && members.put(name, json.getText()) != null) {
                    throw refusal(name, "is there twice");
                }
            }
            if (json.nextToken() != null) {
                throw notAnObject(); // one object, and nothing behind it
            }
            return members;
        } catch (IOException _) {
            throw notAnObject();
        }
    }

    private static ProblemException notAnObject() {
        return new ProblemException(Problem.of(
                400, "the body has to be a JSON object such as {\"query\": \"error | stats count by unit\"}"));
    }

    static Moment moment(Map<String, String> members, Instant now) {
        ZoneId zone = zone(members.get("tz"));
        Instant to = time(members, "to", now, now, zone);
        Instant end = to.isBefore(LAST) ? to : LAST;
        Instant from = time(members, "from", (end.isBefore(now) ? end : now).minus(USUAL), now, zone);
        if (end.isBefore(from)) {
            throw refusal("from", "%s is after the end, which is %s".formatted(from, end));
        }
        return new Moment(from, end, now, zone);
    }

    private static Instant time(Map<String, String> members, String name, Instant usual, Instant now, ZoneId zone) {
        String text = members.get(name);
        try {
            return text == null ? usual : Times.parse(text, now, zone);
        } catch (BadTimeException e) {
            throw refusal(name, String.valueOf(e.getMessage()));
        }
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException _) {
            throw refusal("tz", "this is no time zone such as Europe/Paris, UTC or +02:00");
        }
    }

    private static long number(Map<String, String> members, String name, long least, long most, long usual) {
        String text = members.get(name);
        if (text == null) {
            return usual;
        }
        if (text.matches("[0-9]{1,9}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw refusal(name, "has to be a whole number from %d to %d".formatted(least, most));
    }

    private static SqlQuestion.Format format(@Nullable String word) {
        List<SqlQuestion.Format> formats = Arrays.asList(SqlQuestion.Format.values());
        return formats.stream()
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(word == null ? "json" : word))
                .findFirst()
                .orElseThrow(() -> refusal("format", "has to be one of json, csv, ndjson, parquet"));
    }

    private static boolean isTrue(Map<String, String> members) {
        return switch (members.getOrDefault("dry_run", "false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw refusal("dry_run", "has to be true or false");
        };
    }

    private static ProblemException refusal(String member, String complaint) {
        return new ProblemException(Problem.parameter(member, complaint));
    }
}
