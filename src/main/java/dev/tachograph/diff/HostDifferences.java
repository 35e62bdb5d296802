package dev.tachograph.diff;

import java.util.ArrayList;
import java.util.List;

/** What the figures of the host tell, said in sentences. */
record HostDifferences(Frame frame) {

    List<Difference> of(List<AnswerRow> rows) {
        List<Difference> differences = new ArrayList<>();
        for (AnswerRow row : rows) {
            LevelChange change = LevelChange.of(row, frame);
            HostFigure figure = HostFigure.ofMetric(change.measure());
            double before = change.before() == null ? 0 : change.before();
            double half = figure.half(frame, before);
            LevelChange.Scored scored =
                    figure.isHeld() ? change.scoredByPeak(figure.weight(), half) : change.scored(figure.weight(), half);
            if (scored != null && scored.score().points() >= Scoring.LEAST) {
                differences.add(difference(change, figure, scored));
            }
        }
        return differences;
    }

    private Difference difference(LevelChange change, HostFigure figure, LevelChange.Scored scored) {
        double share = figure.isMeasureOfItsResource() ? scored.after() - scored.before() : 0;
        return new Difference(
                DifferenceKind.HOST,
                new Subject(figure.metric(), null, null, change.a().isEmpty() ? null : change.a(), null),
                Cause.ofHost(figure.resource()).using(figure.resource(), share),
                figure.sentence(change.a(), scored, frame.stepWord()),
                scored.before(),
                scored.after(),
                figure.unit(),
                scored.score().reasons(),
                change.firstAt(),
                frame.links().metrics(figure.table(), figure.column(), change.a()),
                List.of());
    }
}
