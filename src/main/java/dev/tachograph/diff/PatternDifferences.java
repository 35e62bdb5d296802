package dev.tachograph.diff;

import dev.tachograph.text.LogPattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages of a form that is new, comes more often or does not come any more. What a form is, the recorder says with each line. */
record PatternDifferences(Frame frame, ProcessFacts.Known facts) {
    private static final String KEYS = "pattern, a, b, level";

    Statement statement() {
        String steps = LevelSql.both(frame.spans(), span ->
                """
                SELECT %d AS span, %s AS bin, pattern, %s, count(*) AS n, epoch_us(min(timestamp)) AS first_us, min(message) AS example
                FROM journal_logs WHERE %s GROUP BY bin, pattern, a, b, level
                """.formatted(span.number(), frame.bin("timestamp"), LogDifferences.WHO, span.holds("timestamp")));
        // a form that is new counts as much with a few lines as one that is known with many
        return Statement.of(
                "SELECT * FROM (%s) ORDER BY (pattern IS NULL) DESC, (n0 = 0) DESC, abs(n1 - n0) DESC, %s LIMIT %d"
                        .formatted(
                                CountSql.of(
                                        KEYS,
                                        steps,
                                        ", coalesce(min(example) FILTER (span = 1), min(example)) AS example"),
                                KEYS,
                                CountSql.MOST * 3),
                "pattern",
                "a",
                "b",
                "level",
                "n0",
                "n1",
                "squares0",
                "first_us",
                "all0",
                "example");
    }

    /** @param caveats is told of lines whose form nobody knows */
    List<Difference> of(List<AnswerRow> rows, List<String> caveats) {
        double before = frame.base().logs().there();
        double after = frame.window().logs().there();
        List<Difference> differences = new ArrayList<>();
        long unknownBefore = unknown(rows, 4);
        long unknown = unknownBefore + unknown(rows, 5);
        if (unknown > 0) {
            caveats.add(
                    "of %s the form of the message is not known: they were recorded before there were any, or have none"
                            .formatted(Amounts.count(unknown, "line", "lines")));
        }
        boolean isBaseKnown = rows.stream().anyMatch(row -> row.textOrNull(0) != null && row.number(4) > 0);
        for (AnswerRow row : rows) {
            if (row.textOrNull(0) != null && before > 0 && after > 0 && isBaseKnown) {
                add(differences, row, new Counts(row.number(4), before, row.number(5), after), unknownBefore == 0);
            }
        }
        return differences;
    }

    private static long unknown(List<AnswerRow> rows, int column) {
        return rows.stream()
                .filter(row -> row.textOrNull(0) == null)
                .mapToLong(row -> row.number(column))
                .sum();
    }

    private static double novelty(String level) {
        return switch (level) {
            case "error" -> 45;
            case "warning" -> 34;
            default -> 16;
        };
    }

    private void add(List<Difference> differences, AnswerRow row, Counts counts, boolean isNewKnown) {
        String level = row.text(3);
        double before = counts.secondsBefore();
        double dispersion = CountSql.dispersion(
                row.decimal(4), row.decimal(6), before / frame.step().toSeconds());
        Score score = Scoring.count(
                LogDifferences.weight(level), counts, dispersion, LogDifferences.half(level, row.decimal(8) / before));
        if (counts.before() == 0 && isNewKnown) {
            score = Score.max(score, Scoring.novelty(novelty(level), counts.after()));
        }
        if (score.points() >= Scoring.LEAST) {
            differences.add(difference(row, counts, score));
        }
    }

    private Difference difference(AnswerRow row, Counts counts, Score score) {
        @Nullable String unit = row.wordOrNull(2);
        String name = row.text(1);
        String form = Amounts.sentence(LogPattern.template(row.text(9)));
        String who = unit == null ? Amounts.name(name) : facts.unitWords(unit);
        String sentence = counts.before() == 0
                ? "%s logged what it had not before, %d times: %s".formatted(who, counts.after(), form)
                : "%s logged %s, %s before: %s"
                        .formatted(
                                who,
                                Amounts.perTime(counts.rateAfter(), "lines of a form"),
                                Amounts.perTime(counts.rateBefore(), "lines"),
                                form);
        return new Difference(
                DifferenceKind.PATTERN,
                new Subject(form, unit, null, null, row.text(3)),
                unit == null ? Cause.ofProcess(name) : Cause.ofUnit(unit),
                sentence,
                counts.rateBefore(),
                counts.rateAfter(),
                "lines/s",
                score.reasons(),
                row.instantOrNull(7),
                frame.links().logs("pattern:" + row.text(0)),
                List.of());
    }
}
