package dev.tachograph.diff;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many lines of each level were logged about each unit, or where there is none by each program. */
record LogDifferences(Frame frame, ProcessFacts.Known facts) {
    static final String KEYS = "a, b, level";

    /** About whom a line is: what the service manager tells of a unit is that unit's. */
    static final String WHO = """
            CASE WHEN coalesce(about_unit, unit) IS NULL THEN coalesce(identifier, source, '') ELSE '' END AS a,
            coalesce(about_unit, unit, '') AS b,
            CASE WHEN priority <= 3 THEN 'error' WHEN priority = 4 THEN 'warning' ELSE 'info' END AS level""";

    Statement statement() {
        String steps = LevelSql.both(frame.spans(), span ->
                """
                SELECT %d AS span, %s AS bin, %s, count(*) AS n, epoch_us(min(timestamp)) AS first_us
                FROM journal_logs WHERE %s GROUP BY bin, a, b, level
                """.formatted(span.number(), frame.bin("timestamp"), WHO, span.holds("timestamp")));
        return Statement.of(
                CountSql.largest(CountSql.of(KEYS, steps, ""), KEYS),
                "a",
                "b",
                "level",
                "n0",
                "n1",
                "squares0",
                "first_us",
                "all0");
    }

    static double weight(String level) {
        return switch (level) {
            case "error" -> 55;
            case "warning" -> 42;
            default -> 32;
        };
    }

    /**
     * Lines per second of which a difference counts half.
     *
     * @param usual lines per second of everybody in the base
     */
    static double half(String level, double usual) {
        return switch (level) {
            case "error" -> 0.05 + usual / 4;
            case "warning" -> 0.1 + usual / 4;
            default -> 0.5 + usual;
        };
    }

    List<Difference> of(List<AnswerRow> rows) {
        List<Difference> differences = new ArrayList<>();
        double before = frame.base().logs().there();
        double after = frame.window().logs().there();
        if (before <= 0 || after <= 0) {
            return differences;
        }
        for (AnswerRow row : rows) {
            String level = row.text(2);
            var counts = new Counts(row.number(3), before, row.number(4), after);
            double dispersion = CountSql.dispersion(
                    row.decimal(3), row.decimal(5), before / frame.step().toSeconds());
            Score score = Scoring.count(weight(level), counts, dispersion, half(level, row.decimal(7) / before));
            if (score.points() >= Scoring.LEAST) {
                differences.add(difference(row, level, counts, score));
            }
        }
        return differences;
    }

    private Difference difference(AnswerRow row, String level, Counts counts, Score score) {
        String unit = row.wordOrNull(1);
        String name = row.text(0);
        String who = unit == null ? Amounts.name(name) : facts.unitWords(unit);
        return new Difference(
                DifferenceKind.LOGS,
                new Subject(unit == null ? name : null, unit, null, null, level),
                unit == null ? Cause.ofProcess(name) : Cause.ofUnit(unit),
                "of %s %s were logged, %s before"
                        .formatted(
                                who,
                                Amounts.perTime(counts.rateAfter(), words(level)),
                                Amounts.perTime(counts.rateBefore(), words(level))),
                counts.rateBefore(),
                counts.rateAfter(),
                "lines/s",
                score.reasons(),
                row.instantOrNull(6),
                frame.links().logs(search(unit, name, level)),
                List.of());
    }

    private static String words(String level) {
        return switch (level) {
            case "error" -> "errors";
            case "warning" -> "warnings";
            default -> "lines below warning";
        };
    }

    static String search(@Nullable String unit, String name, String level) {
        String who =
                unit != null ? "unit:" + Links.quoted(unit) : name.isEmpty() ? "" : "identifier:" + Links.quoted(name);
        String which = switch (level) {
            case "error" -> " level:err+";
            case "warning" -> " level:warning";
            default -> "";
        };
        return (who + which).strip();
    }
}
