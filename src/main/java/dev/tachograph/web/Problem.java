package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Why a request got no answer, as RFC 9457 has it.
 *
 * @param type a URI that names the kind; {@code about:blank} says that the status is the kind
 * @param title the kind, for people
 * @param status the HTTP status, 400 to 599
 * @param detail what is wrong with this request, and what is allowed
 * @param members further members, such as {@code parameter}: texts and numbers
 */
public record Problem(String type, String title, int status, String detail, Map<String, Object> members)
        implements JsonBody {
    private static final String RETRY_AFTER = "retry_after_seconds";
    private static final long RETRY_SECONDS = 2;

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status %d is not from 400 to 599".formatted(status));
        }
        members = Map.copyOf(members);
    }

    /** A problem whose kind is its status. */
    public static Problem of(int status, String detail) {
        return new Problem("about:blank", HttpStatus.getMessage(status), status, detail, Map.of());
    }

    /** A 400 that names the parameter it is about, also at the begin of its detail. */
    public static Problem parameter(String name, String complaint) {
        return of(400, name + ": " + complaint).with("parameter", name);
    }

    /** A 503 for what others leave no room for; its client is told when to ask again. */
    static Problem busy(String detail) {
        return of(503, "busy: " + detail).with(RETRY_AFTER, RETRY_SECONDS);
    }

    /** A 429 for somebody who has to wait. */
    static Problem tooMany(String detail, long seconds) {
        return of(429, detail).with(RETRY_AFTER, seconds);
    }

    /** After how many seconds it makes sense to ask again; empty where that changes nothing. */
    OptionalLong retryAfterSeconds() {
        return members.get(RETRY_AFTER) instanceof Long seconds ? OptionalLong.of(seconds) : OptionalLong.empty();
    }

    /** A 503 for work that was given up. */
    static Problem cancelled(CancellationSignal.Reason reason) {
        return of(
                503,
                switch (reason) {
                    case CLIENT_GONE -> "the client closed its side of the connection before the answer was ready";
                    case TOO_LONG -> "the answer took longer than a request may take; ask for less";
                    case STOPPING -> "the recorder stops";
                });
    }

    /** This problem with one more member. */
    public Problem with(String member, Object value) {
        var more = new TreeMap<String, Object>(members);
        more.put(member, value);
        return new Problem(type, title, status, detail, more);
    }

    @Override
    public void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", type);
        json.writeStringField("title", title);
        json.writeNumberField("status", status);
        json.writeStringField("detail", detail);
        for (Map.Entry<String, Object> member : members.entrySet()) {
            new JsonFields(json).value(member.getKey(), member.getValue());
        }
        json.writeEndObject();
    }
}
