package dev.tachograph.cli;

import java.io.IOException;
import java.time.Duration;

/** What a recorder, or the files of one, answered to a command that keeps the record safe. */
final class SafekeepingReply {
    private static final String PARAMETER = "directory: ";
    private static final int REFUSED = 400;
    private static final int HELD = 423;

    private SafekeepingReply() {}

    /** The answer's tree; a refusal ends the command with its words and the exit code that they deserve. */
    static JsonValue json(Reply reply) throws IOException {
        return switch (reply.status()) {
            case 200 -> reply.json();
            case REFUSED -> throw CommandFailure.wrongUse(withoutParameter(reply.said()));
            case HELD -> throw CommandFailure.held(reply.said());
            default -> throw CommandFailure.failed(reply.said());
        };
    }

    /** A command calls it DIR: what HTTP calls it is no help. */
    private static String withoutParameter(String said) {
        return said.startsWith(PARAMETER) ? said.substring(PARAMETER.length()) : said;
    }

    /** How long it took. */
    static String elapsed(JsonValue answer) {
        double millis = answer.get("elapsed_ms").number().orElse(0);
        return Figures.duration(Duration.ofMillis(Math.round(millis / 100) * 100));
    }
}
