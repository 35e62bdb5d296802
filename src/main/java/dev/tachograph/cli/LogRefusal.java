package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.io.IOException;
import java.util.Map;

/** What a recorder says instead of log lines. */
final class LogRefusal {
    private static final int FINE = 200;
    private static final int WRONG = 400;
    private static final int LONGEST_BYTES = 1 << 20;

    private static final Map<String, String> NAMES =
            Map.of("q: ", "", "query: ", "", "start: ", "--since: ", "end: ", "--until: ");

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
            throw CommandFailure.wrongInput(inWordsOfTheCommand(refusal.said()) + mark(refusal, search));
        }
        refusal.json();
    }

    /** The search, with a mark below what is wrong. */
    private static String mark(Reply refusal, String search) throws IOException {
        JsonValue problem = JsonValue.parse(refusal.body());
        int begin = (int) problem.get("position").number().orElse(-1);
        if (begin < 0 || begin > search.length()) {
            return "";
        }
        int length = (int) Math.max(0, problem.get("length").number().orElse(0));
        int end = Math.min(search.length() - begin, length) + begin;
        return "\n  " + Printable.text(search) + "\n  " + " ".repeat(width(search.substring(0, begin)))
                + "^".repeat(Math.max(1, width(search.substring(begin, end))));
    }

    private static int width(String text) {
        return Printable.width(Printable.text(text));
    }

    /** What HTTP calls a parameter is no help: here it is an argument or an option. */
    private static String inWordsOfTheCommand(String said) {
        for (var name : NAMES.entrySet()) {
            if (said.startsWith(name.getKey())) {
                return name.getValue() + said.substring(name.getKey().length());
            }
        }
        return said;
    }
}
