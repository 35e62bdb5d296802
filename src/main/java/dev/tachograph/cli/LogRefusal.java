package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.io.IOException;

/** What a recorder says instead of log lines. */
final class LogRefusal {
    private static final int FINE = 200;
    private static final int WRONG = 400;
    private static final int LONGEST_BYTES = 1 << 20;

    private LogRefusal() {}

    /**
     * Passes if there is none.
     *
     * @throws CommandFailure if the request was wrong: with the search, and a mark below the word that is
     * @throws IOException if the recorder can't answer
     */
    static void check(LiveReply reply, String search) throws IOException {
        if (reply.status() == FINE) {
            return;
        }
        Reply refusal = reply.whole(LONGEST_BYTES);
        if (refusal.status() == WRONG) {
            throw CommandFailure.wrongInput(refusal.said() + mark(refusal, search));
        }
        refusal.json();
    }

    private static String mark(Reply refusal, String search) throws IOException {
        double position =
                JsonValue.parse(refusal.body()).get("position").number().orElse(-1);
        if (position < 0 || position > search.length()) {
            return "";
        }
        String before = Printable.text(search.substring(0, (int) position));
        return "\n  " + Printable.text(search) + "\n  " + " ".repeat(Printable.width(before)) + "^";
    }
}
