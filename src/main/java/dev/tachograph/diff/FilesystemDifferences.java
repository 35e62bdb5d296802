package dev.tachograph.diff;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** File systems that filled up, can't be written to any more or do not answer. */
record FilesystemDifferences(Frame frame) {
    private static final double USE = 70;
    private static final double READ_ONLY = 90;
    private static final double TROUBLE = 75;
    /** Percent of a file system, of which a difference counts half. */
    private static final double HALF = 10;

    private static final double WOBBLE = 0.5;

    static Cause cause(String mountPoint) {
        return Cause.of("filesystem " + mountPoint);
    }

    Statement statement() {
        return Statement.of(
                """
                SELECT mount_point, max(used_percent) FILTER (span = 0) AS u0, max(used_percent) FILTER (span = 1) AS u1,
                       arg_max(read_only, timestamp) FILTER (span = 0) AS r0, arg_max(read_only, timestamp) FILTER (span = 1) AS r1,
                       arg_max(coalesce(trouble, ''), timestamp) FILTER (span = 0) AS t0, arg_max(coalesce(trouble, ''), timestamp) FILTER (span = 1) AS t1,
                       epoch_us(min(timestamp) FILTER (span = 1 AND read_only)) AS read_only_us
                FROM (%s) GROUP BY mount_point
                """.formatted(LevelSql.both(
                        frame.spans(),
                        span ->
                                "SELECT %d AS span, timestamp, mount_point, used_percent, read_only, trouble FROM filesystems WHERE %s"
                                        .formatted(span.number(), span.reaches("timestamp")))),
                "mount_point",
                "u0",
                "u1",
                "r0",
                "r1",
                "t0",
                "t1",
                "read_only_us");
    }

    List<Difference> of(List<AnswerRow> rows) {
        List<Difference> differences = new ArrayList<>();
        for (AnswerRow row : rows) {
            addUse(differences, row);
            if ("false".equals(row.textOrNull(3)) && row.truth(4)) {
                differences.add(difference(
                        row,
                        "is read-only",
                        "it could be written to before",
                        0.0,
                        1.0,
                        "read-only",
                        Score.of(READ_ONLY, "a file system that can't be written to any more"),
                        row.instantOrNull(7)));
            }
            String trouble = row.wordOrNull(6);
            if (trouble != null && "".equals(row.textOrNull(5))) {
                differences.add(difference(
                        row,
                        Amounts.sentence(trouble),
                        "it answered before",
                        0.0,
                        1.0,
                        "trouble",
                        Score.of(TROUBLE, "a file system that does not answer any more"),
                        null));
            }
        }
        return differences;
    }

    private void addUse(List<Difference> differences, AnswerRow row) {
        Double before = row.decimalOrNull(1);
        Double after = row.decimalOrNull(2);
        if (before == null || after == null) {
            return;
        }
        Score score = Scoring.level(USE, before, after, WOBBLE, HALF);
        if (score.points() >= Scoring.LEAST) {
            differences.add(difference(
                    row,
                    "was up to %s %% full".formatted(Amounts.number(after)),
                    "at most %s %% before".formatted(Amounts.number(before)),
                    before,
                    after,
                    "percent",
                    score,
                    null));
        }
    }

    private Difference difference(
            AnswerRow row,
            String now,
            String then,
            Double before,
            Double after,
            String unit,
            Score score,
            @Nullable Instant first) {
        String mountPoint = row.text(0);
        return new Difference(
                DifferenceKind.HOST,
                new Subject("filesystems", null, null, mountPoint, null),
                cause(mountPoint),
                "%s %s, %s".formatted(Amounts.name(mountPoint), now, then),
                before,
                after,
                unit,
                score.reasons(),
                first,
                frame.links().metrics("filesystems", "used_percent", mountPoint),
                List.of());
    }
}
