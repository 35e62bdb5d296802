package dev.tachograph.diff;

import dev.tachograph.diff.Cause.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many processes ended, of each unit, or where there is none of each name; and how many of them failed. */
record ExitDifferences(Frame frame, ProcessFacts.Known facts) {
    private static final double ENDED = 75;
    private static final double FAILED = 75;
    private static final double CPU = 78;
    /** Ends per second of which a difference counts half, beside those that there usually are. */
    private static final double HALF = 0.5;

    private static final double HALF_FAILED = 0.05;

    private static final String KEYS = "a, b";

    Statement statement() {
        String steps = LevelSql.both(
                frame.spans(), span -> """
                SELECT %d AS span, %s AS bin, CASE WHEN unit IS NULL THEN coalesce(name, '') ELSE '' END AS a, coalesce(unit, '') AS b,
                       count(*) AS n, count(*) FILTER (exit_code <> 0 OR signal IS NOT NULL) AS failed,
                       sum(cpu_us) FILTER (process_id IS NULL) / 1e6 AS cpu, mode(name ORDER BY name) AS often, epoch_us(min(timestamp)) AS first_us,
                       mode(signal ORDER BY signal) AS often_signal, mode(exit_code ORDER BY exit_code) FILTER (exit_code <> 0) AS often_code
                FROM recorded.process_exits WHERE %s GROUP BY bin, a, b
                """.formatted(span.number(), frame.bin("timestamp"), span.holds("timestamp")));
        String counts = CountSql.of(KEYS, steps, """
                , coalesce(sum(failed) FILTER (span = 0), 0) AS f0, coalesce(sum(failed) FILTER (span = 1), 0) AS f1,
                coalesce(sum(failed * failed) FILTER (span = 0), 0) AS fsquares0,
                coalesce(sum(cpu) FILTER (span = 0), 0) AS c0, coalesce(sum(cpu) FILTER (span = 1), 0) AS c1,
                mode(often ORDER BY often) FILTER (span = 1) AS often, mode(often_signal ORDER BY often_signal) FILTER (span = 1) AS signal,
                mode(often_code ORDER BY often_code) FILTER (span = 1) AS code, sum(coalesce(sum(failed) FILTER (span = 0), 0)) OVER () AS allf0
                """);
        return Statement.of(
                CountSql.largest(counts, KEYS),
                "a",
                "b",
                "n0",
                "n1",
                "squares0",
                "first_us",
                "all0",
                "f0",
                "f1",
                "fsquares0",
                "c0",
                "c1",
                "often",
                "signal",
                "code",
                "allf0");
    }

    List<Difference> of(List<AnswerRow> rows) {
        List<Difference> differences = new ArrayList<>();
        for (AnswerRow row : rows) {
            addEnded(differences, row);
            addFailed(differences, row);
        }
        return differences;
    }

    private double before() {
        return frame.base().exits().there();
    }

    private double after() {
        return frame.window().exits().there();
    }

    private double steps() {
        return Math.max(1, before() / frame.step().toSeconds());
    }

    private Counts counts(AnswerRow row, int column) {
        return new Counts(row.number(column), before(), row.number(column + 1), after());
    }

    private void addEnded(List<Difference> differences, AnswerRow row) {
        Counts counts = counts(row, 2);
        if (before() <= 0 || after() <= 0) {
            return;
        }
        double dispersion = CountSql.dispersion(row.decimal(2), row.decimal(4), steps());
        Score number = Scoring.count(ENDED, counts, dispersion, HALF + row.decimal(6) / before());
        double coresBefore = row.decimal(10) / before();
        double coresAfter = row.decimal(11) / after();
        Score cpu = coresAfter > coresBefore
                ? Scoring.level(CPU, coresBefore, coresAfter, 0, Measure.CPU.half(frame))
                : Score.NONE;
        Score score = Score.max(number, cpu);
        if (score.points() >= Scoring.LEAST) {
            String used = coresAfter < 0.005
                    ? ""
                    : "; those too short for any tick used %s".formatted(Measure.CPU.words(coresAfter));
            differences.add(difference(
                    row,
                    counts,
                    "%s ended: %s, %s before%s"
                            .formatted(
                                    who(row, counts.after()),
                                    Amounts.perTime(counts.rateAfter(), "ends"),
                                    Amounts.perTime(counts.rateBefore(), "ends"),
                                    used),
                    score));
        }
    }

    private void addFailed(List<Difference> differences, AnswerRow row) {
        Counts counts = counts(row, 7);
        if (before() <= 0 || after() <= 0) {
            return;
        }
        double dispersion = CountSql.dispersion(row.decimal(7), row.decimal(9), steps());
        Score score = Scoring.count(FAILED, counts, dispersion, HALF_FAILED + row.decimal(15) / before());
        if (score.points() >= Scoring.LEAST) {
            differences.add(difference(
                    row,
                    counts,
                    "%s failed%s: %s, %s before"
                            .formatted(
                                    who(row, counts.after()),
                                    how(row.numberOrNull(13), row.numberOrNull(14)),
                                    Amounts.perTime(counts.rateAfter(), "failures"),
                                    Amounts.perTime(counts.rateBefore(), "failures")),
                    score));
        }
    }

    private static String how(@Nullable Long signal, @Nullable Long code) {
        return signal != null
                ? " (most often by signal %d)".formatted(signal)
                : code != null ? " (most often with code %d)".formatted(code) : "";
    }

    private String who(AnswerRow row, long count) {
        String unit = row.wordOrNull(1);
        String name = Amounts.name(row.text(0).isEmpty() ? row.text(12) : row.text(0));
        String processes = Amounts.count(count, "process", "processes");
        return unit == null
                ? processes + " " + name
                : "%s of %s%s"
                        .formatted(
                                processes, facts.unitWords(unit), name.isEmpty() ? "" : " (" + name + " most often)");
    }

    private Difference difference(AnswerRow row, Counts counts, String sentence, Score score) {
        String unit = row.wordOrNull(1);
        String name = row.text(0);
        Cause cause = unit == null ? Cause.ofProcess(name) : Cause.ofUnit(unit);
        return new Difference(
                DifferenceKind.EXITS,
                new Subject(unit == null ? name : row.wordOrNull(12), unit, null, null, null),
                cause.using(Resource.FORKS, counts.rateAfter() - counts.rateBefore()),
                sentence,
                counts.rateBefore(),
                counts.rateAfter(),
                "processes/s",
                score.reasons(),
                row.instantOrNull(5),
                unit == null ? frame.links().exits("name", name) : frame.links().exits("unit", unit),
                List.of());
    }
}
