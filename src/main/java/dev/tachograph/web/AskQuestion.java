package dev.tachograph.web;

import dev.tachograph.pipe.Moment;
import dev.tachograph.time.BadTimeException;
import dev.tachograph.time.Times;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /api/ask}.
 *
 * @param query in the search language with pipes
 * @param moment which time it is about
 * @param isDry whether only the SQL is wanted
 */
record AskQuestion(String query, Moment moment, WantedRows rows, boolean isDry) {
    private static final List<String> MEMBERS = Stream.concat(
                    Stream.of("query", "from", "to", "tz", "dry_run"), WantedRows.MEMBERS.stream())
            .toList();
    private static final Duration USUAL = Duration.ofHours(1);
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** Reads it. @throws ProblemException with status 400 */
    static AskQuestion parse(String text, Instant now) {
        JsonMembers body = JsonMembers.parse(text).allowOnly(MEMBERS);
        return new AskQuestion(
                body.required("query", "{\"query\": \"error | stats count by unit\"}"),
                moment(body, now),
                WantedRows.of(body),
                body.isTrue("dry_run"));
    }

    static Moment moment(JsonMembers members, Instant now) {
        ZoneId zone = zone(members.text("tz"));
        Instant to = time(members, "to", now, now, zone);
        Instant end = to.isBefore(LAST) ? to : LAST;
        Instant from = time(members, "from", (end.isBefore(now) ? end : now).minus(USUAL), now, zone);
        if (end.isBefore(from)) {
            throw JsonMembers.refusal("from", "%s is after the end, which is %s".formatted(from, end));
        }
        return new Moment(from, end, now, zone);
    }

    private static Instant time(JsonMembers members, String name, Instant usual, Instant now, ZoneId zone) {
        String text = members.text(name);
        try {
            return text == null ? usual : Times.parse(text, now, zone);
        } catch (BadTimeException e) {
            throw JsonMembers.refusal(name, String.valueOf(e.getMessage()));
        }
    }

    private static ZoneId zone(@Nullable String name) {
        try {
            return name == null ? ZoneOffset.UTC : ZoneId.of(name);
        } catch (DateTimeException _) {
            throw JsonMembers.refusal("tz", "this is no time zone such as Europe/Paris, UTC or +02:00");
        }
    }
}
