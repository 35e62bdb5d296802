package dev.tachograph.cli;

import static dev.tachograph.cli.Table.Column.numbers;
import static dev.tachograph.cli.Table.Column.words;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Prints which patterns log lines have. */
final class PatternTable {
    private static final String PATH = "/api/patterns";
    private static final int USUAL = 100;
    private static final int MOST = 1000;
    private static final int LONGEST_BYTES = 1 << 24;

    private static final List<Table.Column> COLUMNS =
            List.of(numbers("LINES"), words("FIRST"), words("LAST"), words("LEVEL"), words("UNIT"), words("PATTERN"));

    private final Console console;
    private final RecorderApi api;

    PatternTable(Console console, RecorderApi api) {
        this.console = console;
        this.api = api;
    }

    /**
     * Asks and prints.
     *
     * @param json whether to print the body of the answer instead of a table
     */
    void print(LogQuery query, @Nullable Count limit, boolean json) throws IOException {
        if (limit != null && limit.value() > MOST) {
            throw CommandFailure.wrongUse("-n " + limit.value() + ": with --patterns it is 1 to " + MOST);
        }
        Reply reply = ask(query, limit == null ? USUAL : limit.value());
        if (json) {
            console.print(TerminalJson.of(reply.lines()));
            return;
        }
        JsonValue answer = reply.json();
        List<JsonValue> patterns = answer.get("patterns").items();
        if (!patterns.isEmpty()) {
            var table = new Table(COLUMNS);
            patterns.forEach(pattern -> table.row(row(pattern)));
            console.print(table.render(console.paper().get()));
        }
        console.say(summary(answer, patterns.size()));
    }

    private Reply ask(LogQuery query, int most) throws IOException {
        try (LiveReply reply = api.open(PATH, query.patterns(most))) {
            LogRefusal.check(reply, query.search());
            return reply.whole(LONGEST_BYTES);
        }
    }

    private String[] row(JsonValue pattern) {
        return new String[] {
            Figures.count(pattern.get("count").number()),
            time(pattern.get("first")),
            time(pattern.get("last")),
            pattern.get("level").textOr(Figures.UNKNOWN),
            pattern.get("unit").textOr(Figures.UNKNOWN),
            pattern.get("text").textOr(Figures.UNKNOWN)
        };
    }

    private String time(JsonValue timestamp) {
        @Nullable Instant at = timestamp.instant();
        return at == null ? Figures.UNKNOWN : Figures.instant(at, console.zone());
    }

    private static String summary(JsonValue answer, int shown) {
        OptionalDouble total = answer.get("total").number();
        OptionalDouble without = answer.get("lines_without").number();
        return Figures.count(total) + (total.orElse(0) == 1 ? " pattern in " : " patterns in ")
                + Figures.count(answer.get("lines").number()) + " lines"
                + (without.orElse(0) == 0 ? "" : ", of which " + Figures.count(without) + " have none")
                + (shown < total.orElse(0) ? "; the " + shown + " most frequent are shown" : "");
    }
}
