package dev.tachograph.diff;

import dev.tachograph.model.Event;
import java.util.ArrayList;
import java.util.List;

/** What happened in the window: it counts by itself, less where it happened in the base as well. */
record EventDifferences(Frame frame) {
    private static final int MOST = 200;

    Statement statement() {
        return Statement.of(
                """
                SELECT kind, name, unit, count(*) FILTER (span = 0) AS n0, count(*) FILTER (span = 1) AS n1,
                       epoch_us(min(timestamp) FILTER (span = 1)) AS first_us, arg_min(detail, (timestamp, detail)) FILTER (span = 1) AS detail,
                       arg_min(pid, (timestamp, detail)) FILTER (span = 1) AS pid
                FROM (%s) GROUP BY kind, name, unit HAVING count(*) FILTER (span = 1) > 0 ORDER BY n1 DESC, first_us, kind, name, unit LIMIT %d
                """.formatted(
                                LevelSql.both(
                                        frame.spans(),
                                        span ->
                                                "SELECT %d AS span, timestamp, kind, name, unit, detail, pid FROM events WHERE %s"
                                                        .formatted(span.number(), span.holds("timestamp"))),
                                MOST),
                "kind",
                "name",
                "unit",
                "n0",
                "n1",
                "first_us",
                "detail",
                "pid");
    }

    List<Difference> of(List<AnswerRow> rows) {
        List<Difference> differences = new ArrayList<>();
        for (AnswerRow row : rows) {
            Event.Kind kind = Event.Kind.ofWord(row.text(0));
            var counts = new Counts(row.number(3), seconds(frame.base()), row.number(4), seconds(frame.window()));
            Score score = Scoring.event(weight(kind), counts);
            if (score.points() >= Scoring.LEAST) {
                differences.add(difference(row, kind, counts, score));
            }
        }
        return differences;
    }

    /** They are told of the past, too: what was not watched is not left out. */
    private static double seconds(Coverage coverage) {
        return coverage.span().range().duration().toMillis() / 1000.0;
    }

    /** What can't be undone most, what only says that somebody worked on the host least. */
    static double weight(Event.Kind kind) {
        return switch (kind) {
            case OOM_KILL -> 95;
            case BOOT -> 92;
            case FILESYSTEM_FULL -> 90;
            case PROCESS_CRASH -> 88;
            case STORE_DAMAGED -> 86;
            case UNIT_FAILED -> 85;
            case CLOCK_STEP -> 80;
            case DATA_TRIMMED, SHUTDOWN -> 60;
            case UNIT_RESTARTED -> 55;
            case SUSPEND, RESUME -> 50;
            case RECORDER_STOP, RECORDER_START -> 40;
            case RECORDER_ADJUSTED, RECORDER_UPGRADE -> 30;
        };
    }

    private static Cause cause(Event.Kind kind, AnswerRow row) {
        String name = row.wordOrNull(1);
        String unit = row.wordOrNull(2);
        return switch (kind) {
            case BOOT, SHUTDOWN, RECORDER_START, RECORDER_STOP, RECORDER_UPGRADE -> Cause.of(GapDifferences.STOP);
            case SUSPEND, RESUME -> Cause.of(GapDifferences.SUSPEND);
            case FILESYSTEM_FULL -> FilesystemDifferences.cause(name == null ? "" : name);
            case OOM_KILL, PROCESS_CRASH, UNIT_FAILED, UNIT_RESTARTED ->
                unit != null ? Cause.ofUnit(unit) : name != null ? Cause.ofProcess(name) : Cause.of(kind.word());
            case CLOCK_STEP, RECORDER_ADJUSTED, STORE_DAMAGED, DATA_TRIMMED -> Cause.of(kind.word());
        };
    }

    private Difference difference(AnswerRow row, Event.Kind kind, Counts counts, Score score) {
        String more = counts.after() == 1 ? "" : ", and %s more like it".formatted(counts.after() - 1);
        String before = counts.before() == 0 ? "none before" : counts.before() + " before";
        return new Difference(
                DifferenceKind.EVENT,
                new Subject(kind.word(), row.wordOrNull(2), row.numberOrNull(7), null, null),
                cause(kind, row),
                "%s: %s%s; %s".formatted(kind.word(), Amounts.sentence(row.text(6)), more, before),
                (double) counts.before(),
                (double) counts.after(),
                "events",
                score.reasons(),
                row.instantOrNull(5),
                frame.links().events(kind.word()),
                List.of());
    }
}
