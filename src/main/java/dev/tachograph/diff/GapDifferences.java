package dev.tachograph.diff;

import java.util.ArrayList;
import java.util.List;

/** What is missing in the window and was not in the base: it may hide everything else. */
record GapDifferences(Frame frame) {
    /** The cause of whatever goes with a stop of the host or the recorder. */
    static final String STOP = "start and stop";

    static final String SUSPEND = "suspend";
    private static final double WEIGHT = 70;

    List<Difference> all() {
        List<Difference> differences = new ArrayList<>();
        add(
                differences,
                "processes",
                "processes and figures",
                frame.base().processes(),
                frame.window().processes());
        add(
                differences,
                "logs",
                "log lines",
                frame.base().logs(),
                frame.window().logs());
        add(
                differences,
                "exits",
                "ends of processes",
                frame.base().exits(),
                frame.window().exits());
        return differences;
    }

    private void add(
            List<Difference> differences, String stream, String what, Coverage.Missing before, Coverage.Missing after) {
        Score score = Scoring.gap(WEIGHT, after.share() - before.share());
        if (score.points() < Scoring.LEAST) {
            return;
        }
        differences.add(new Difference(
                DifferenceKind.GAP,
                Subject.named(stream),
                Cause.of(
                        switch (after.cause()) {
                            case "stopped", "killed", "reboot" -> STOP;
                            case "suspended" -> SUSPEND;
                            default -> "gap " + after.cause();
                        }),
                "%s are not recorded for %s %% of the window (%s), %s %% of the base"
                        .formatted(
                                what,
                                Amounts.number(100 * after.share()),
                                after.cause(),
                                Amounts.number(100 * before.share())),
                100 * before.share(),
                100 * after.share(),
                "percent",
                score.reasons(),
                null,
                frame.links().gaps(stream),
                List.of()));
    }
}
