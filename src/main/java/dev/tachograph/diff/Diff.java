package dev.tachograph.diff;

import dev.tachograph.query.Resolution;
import dev.tachograph.worker.SqlRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What changed.
 *
 * @param resolution of processes and figures
 * @param caveats what a reader has to know before he believes it, in sentences
 * @param total how many differences there are
 * @param differences the most remarkable first, as many as were asked for
 * @param remarkable whether the first one deserves a look
 */
public record Diff(
        DiffQuestion question,
        Resolution resolution,
        List<String> caveats,
        int total,
        List<Difference> differences,
        boolean remarkable) {
    public Diff {
        caveats = List.copyOf(caveats);
        differences = List.copyOf(differences);
    }

    /** What scores at least so much is worth a look. */
    public static double remarkableScore() {
        return Scoring.REMARKABLE;
    }

    /** The whole of it in one sentence. */
    public String summary() {
        if (differences.isEmpty()) {
            if (total > 0) {
                return Amounts.count(total, "difference", "differences");
            }
            return caveats.isEmpty() ? "nothing remarkable: no differences" : "no differences in what is recorded";
        }
        String best = Amounts.number(Math.rint(differences.getFirst().score()));
        return remarkable
                ? Amounts.count(total, "difference", "differences")
                : "nothing remarkable: the most remarkable of %s scores %s, below %s"
                        .formatted(
                                Amounts.count(total, "difference", "differences"),
                                best,
                                Amounts.number(Scoring.REMARKABLE));
    }

    /**
     * Compares the window with the base.
     *
     * @throws SqlRefusal when the record can't be asked
     */
    public static Diff of(Answers answers, DiffQuestion question) throws SqlRefusal {
        Surveying.Survey survey = new Surveying(answers, question).survey();
        List<String> caveats = new ArrayList<>(survey.caveats());
        List<Difference> found =
                Folding.fold(new Comparison(survey.frame(), survey.arePatterns(), caveats).all(answers));
        List<Difference> wanted =
                found.stream().filter(each -> isOf(each, question.kinds())).toList();
        return new Diff(
                question,
                survey.frame().resolution(),
                caveats,
                wanted.size(),
                wanted.subList(0, Math.min(wanted.size(), question.limit())),
                !wanted.isEmpty() && wanted.getFirst().score() >= Scoring.REMARKABLE);
    }

    private static boolean isOf(Difference difference, Set<DifferenceKind> kinds) {
        return kinds.isEmpty()
                || kinds.contains(difference.kind())
                || difference.related().stream().anyMatch(other -> kinds.contains(other.kind()));
    }
}
