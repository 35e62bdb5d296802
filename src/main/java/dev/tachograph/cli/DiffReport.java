package dev.tachograph.cli;

import dev.tachograph.text.Printable;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Differences as a list for people: rank, score, kind, sentence; below each what belongs to it, and where to look.
 *
 * @param answer the body of {@code GET /api/diff}
 * @param why whether scores are explained
 */
record DiffReport(JsonValue answer, Paper paper, ZoneId zone, boolean why) {
    private static final int MOST_DETAILS = 5;
    /** From here on it is an alarm; below the remarkable score it is none. */
    private static final double ALARM = 80;

    private static final String INDENT = " ".repeat(18);

    String render() {
        var text = new StringBuilder();
        line(text, range("from", "to") + " against " + range("base_from", "base_to"));
        line(text, answer.get("summary").textOr(""));
        for (JsonValue caveat : answer.get("caveats").items()) {
            text.append(paper.yellow(clip("but: " + Printable.text(caveat.textOr("")))))
                    .append('\n');
        }
        answer.get("differences").items().forEach(each -> difference(text, each));
        if (answer.get("truncated") == JsonValue.Constant.TRUE) {
            line(text, "there are more: -n");
        }
        return text.toString();
    }

    private void difference(StringBuilder text, JsonValue difference) {
        double score = difference.get("score").number().orElse(0);
        String head = "%4s %4s  %-8s"
                .formatted(
                        Figures.fixed(difference.get("rank").number(), 0),
                        Figures.fixed(difference.get("score").number(), 0),
                        Printable.text(difference.get("kind").textOr(Figures.UNKNOWN)));
        String line = clip(head + Printable.text(difference.get("sentence").textOr("")));
        text.append(coloured(score, line)).append('\n');
        if (why) {
            difference.get("reasons").items().forEach(reason -> detail(text, reason(reason)));
        }
        List<JsonValue> related = difference.get("related").items();
        for (JsonValue other : related.subList(0, Math.min(MOST_DETAILS, related.size()))) {
            detail(text, other.get("sentence").textOr(""));
        }
        if (related.size() > MOST_DETAILS) {
            detail(text, "and %d more".formatted(related.size() - MOST_DETAILS));
        }
        @Nullable Instant first = difference.get("first_seen").instant();
        detail(
                text,
                (first == null ? "" : "since " + Figures.instant(first, zone) + "  ")
                        + difference.get("link").textOr(""));
    }

    private String coloured(double score, String line) {
        double remarkable = answer.get("remarkable_score").number().orElse(0);
        return score >= ALARM ? paper.red(line) : score >= remarkable ? paper.bold(line) : line;
    }

    private static String reason(JsonValue reason) {
        double points = reason.get("points").number().orElse(0);
        return "%s%s %s: %s"
                .formatted(
                        points < 0 ? "" : "+",
                        Figures.fixed(reason.get("points").number(), 1),
                        reason.get("name").textOr(""),
                        reason.get("sentence").textOr(""));
    }

    private void detail(StringBuilder text, String raw) {
        text.append(paper.dim(clip(INDENT + Printable.text(raw)))).append('\n');
    }

    private void line(StringBuilder text, String raw) {
        text.append(clip(Printable.text(raw))).append('\n');
    }

    private String clip(String line) {
        return Printable.clip(line, paper.columns());
    }

    private String range(String from, String to) {
        return time(answer.get(from)) + " to " + time(answer.get(to));
    }

    private String time(JsonValue timestamp) {
        @Nullable Instant at = timestamp.instant();
        return at == null ? Figures.UNKNOWN : Figures.instant(at, zone);
    }
}
