package dev.tachograph.diff;

import dev.tachograph.diff.Cause.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What processes and units used, said in sentences. */
record LevelDifferences(Frame frame, ProcessFacts.Known facts) {
    /** Threads of the kernel work for others. */
    private static final double KERNEL = 0.5;
    /** Where a process accounts for what its unit used, the process is told first. */
    private static final double UNIT = 0.95;

    List<Difference> processes(List<AnswerRow> rows) {
        List<Difference> differences = new ArrayList<>();
        for (AnswerRow row : rows) {
            Difference difference = process(LevelChange.of(row, frame));
            if (difference != null) {
                differences.add(difference);
            }
        }
        return differences;
    }

    List<Difference> units(List<AnswerRow> rows) {
        List<Difference> differences = new ArrayList<>();
        for (AnswerRow row : rows) {
            Difference difference = unit(LevelChange.of(row, frame));
            if (difference != null) {
                differences.add(difference);
            }
        }
        return differences;
    }

    private @Nullable Difference process(LevelChange change) {
        ProcessFacts who = facts.of(change.a(), change.b());
        Measure measure = Measure.ofWord(change.measure());
        double weight = measure.weight() * (who.isKernel() ? KERNEL : 1);
        LevelChange.Scored scored = scored(change, measure, weight);
        if (scored == null || scored.score().points() < Scoring.LEAST) {
            return null;
        }
        String unit = change.b().isEmpty() ? null : change.b();
        Long pid = who.onlyPid();
        Cause cause = unit == null ? Cause.ofProcess(change.a()) : Cause.ofUnit(unit);
        return new Difference(
                DifferenceKind.PROCESS,
                Subject.process(change.a(), unit, pid),
                using(cause, measure, scored),
                sentence(words(change.a(), unit, who), measure, scored, ending(who, change)),
                scored.before(),
                scored.after(),
                measure.unit(),
                scored.score().reasons(),
                who.isNew() ? who.first() : change.firstAt(),
                frame.links().processes(change.peakAt(), change.a(), unit, pid),
                List.of());
    }

    private @Nullable Difference unit(LevelChange change) {
        Measure measure = Measure.ofWord(change.measure());
        LevelChange.Scored scored = scored(change, measure, measure.weight() * UNIT);
        if (scored == null || scored.score().points() < Scoring.LEAST) {
            return null;
        }
        String unit = change.b();
        return new Difference(
                DifferenceKind.UNIT,
                Subject.unit(unit),
                using(Cause.ofUnit(unit), measure, scored),
                sentence(facts.unitWords(unit), measure, scored, ""),
                scored.before(),
                scored.after(),
                measure.unit(),
                scored.score().reasons(),
                change.firstAt(),
                frame.links().processes(change.peakAt(), null, unit, null),
                List.of());
    }

    private LevelChange.@Nullable Scored scored(LevelChange change, Measure measure, double weight) {
        double half = measure.half(frame);
        return measure == Measure.MEMORY ? change.scoredByPeak(weight, half) : change.scored(weight, half);
    }

    private static Cause using(Cause cause, Measure measure, LevelChange.Scored scored) {
        Resource resource = measure.resource();
        return resource == null ? cause : cause.using(resource, scored.after() - scored.before());
    }

    private String words(String name, @Nullable String unit, ProcessFacts who) {
        Long pid = who.onlyPid();
        String several = who.after() > 1 && pid == null ? who.after() + " processes " : "";
        String of = unit == null ? "" : facts.unitWords(unit);
        String details = pid == null ? of : "pid " + pid + (of.isEmpty() ? "" : ", " + of);
        return several + Amounts.name(name) + (details.isEmpty() ? "" : " (" + details + ")");
    }

    private static String ending(ProcessFacts who, LevelChange change) {
        if (who.isNew() || (!who.isKnown() && change.stepsBefore() == 0)) {
            return "; it was not there before";
        }
        return who.isGone() ? "; it is gone" : "";
    }

    private String sentence(String who, Measure measure, LevelChange.Scored scored, String ending) {
        String after = measure.words(scored.after());
        String before = measure.words(scored.before());
        if (measure == Measure.MEMORY) {
            return "%s held up to %s, at most %s before%s".formatted(who, after, before, ending);
        }
        return scored.isPeak()
                ? "%s %s %s in its busiest %s, at most %s before%s"
                        .formatted(who, measure.verb(), after, frame.stepWord(), before, ending)
                : "%s %s %s, %s before%s".formatted(who, measure.verb(), after, before, ending);
    }
}
