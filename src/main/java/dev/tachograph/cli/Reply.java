package dev.tachograph.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What a recorder answered.
 *
 * @param status the HTTP status code
 * @param body the text as it came: JSON, or anything at all when something else answered
 */
public record Reply(int status, String body) {

    /**
     * The answer's tree.
     *
     * @throws IOException if the recorder refused (with its own words) or the body isn't JSON
     */
    JsonValue json() throws IOException {
        if (status != 200) {
            throw new IOException("the recorder answered " + status + reason());
        }
        try {
            return JsonValue.parse(body);
        } catch (IOException e) {
            throw new IOException("the recorder's answer is " + e.getMessage(), e);
        }
    }

    /** The body with an end of line at its end. */
    String lines() {
        return body.endsWith("\n") ? body : body + "\n";
    }

    /** What it says of a refusal. */
    String said() {
        String reason = reason();
        return reason.isEmpty() ? "the recorder answered " + status : reason.substring(2);
    }

    /** What a problem JSON (RFC 9457) says, after a colon; empty where the body is something else. */
    private String reason() {
        try {
            JsonValue problem = JsonValue.parse(body);
            @Nullable String detail = problem.get("detail").text();
            @Nullable String said = detail == null ? problem.get("title").text() : detail;
            return said == null ? "" : ": " + said;
        } catch (IOException _) {
            return "";
        }
    }
}
