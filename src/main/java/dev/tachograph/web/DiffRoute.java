package dev.tachograph.web;

import dev.tachograph.diff.Diff;
import dev.tachograph.diff.DiffQuestion;
import dev.tachograph.diff.DifferenceKind;
import dev.tachograph.time.TimeRange;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRunner;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** {@code GET /api/diff}: what changed in a window. */
final class DiffRoute {
    private static final Set<String> PARAMETERS = Set.of("from", "to", "base_from", "base_to", "tz", "limit", "kinds");

    private final SqlRunner runner;
    private final InstantSource clock;

    DiffRoute(SqlRunner runner, InstantSource clock) {
        this.runner = runner;
        this.clock = clock;
    }

    Route route() {
        return Route.get("/api/diff", PARAMETERS, this::diff);
    }

    private Answer diff(ApiRequest request) {
        long began = System.nanoTime();
        DiffQuestion question = question(request.parameters(), clock.instant());
        Diff diff = ask(request, question);
        return Answer.ok(new DiffBody(diff, System.nanoTime() - began));
    }

    private static DiffQuestion question(Parameters parameters, Instant now) {
        RangeParameters range = RangeParameters.lastHour(parameters, now);
        var window = new TimeRange(range.from(), range.to());
        TimeRange base = base(parameters, window, now);
        int limit = (int) parameters.wholeNumber("limit", 0, DiffQuestion.MOST).orElse(DiffQuestion.USUAL);
        Set<DifferenceKind> kinds = EnumSet.noneOf(DifferenceKind.class);
        for (String kind : parameters.list("kinds", DifferenceKind.values().length)) {
            if (!DifferenceKind.words().contains(kind)) {
                throw new ProblemException(Problem.parameter(
                        "kinds",
                        "'%s' is not one of %s"
                                .formatted(Parameters.shown(kind), String.join(", ", DifferenceKind.words()))));
            }
            kinds.add(DifferenceKind.ofWord(kind));
        }
        requireTime("from", window);
        requireTime("base_from", base);
        return new DiffQuestion(window, base, limit, kinds);
    }

    /** What is told of the base, and for the rest as long a time as the window; without a word the time just before it. */
    private static TimeRange base(Parameters parameters, TimeRange window, Instant now) {
        var times = new TimeParameters(parameters, now);
        Optional<Instant> from = times.instant("base_from");
        Optional<Instant> to = times.instant("base_to");
        Instant end = to.orElseGet(
                () -> from.map(begin -> begin.plus(window.duration())).orElse(window.from()));
        Instant begin = from.orElseGet(() -> end.minus(window.duration()));
        if (end.isBefore(begin)) {
            throw new ProblemException(
                    Problem.parameter("base_from", "%s is after the end, which is %s".formatted(begin, end)));
        }
        return new TimeRange(begin.isBefore(Instant.EPOCH) ? Instant.EPOCH : begin, end);
    }

    private static void requireTime(String parameter, TimeRange range) {
        if (range.duration().isZero()) {
            throw new ProblemException(Problem.parameter(parameter, "a range from a time to the same time is empty"));
        }
    }

    private Diff ask(ApiRequest request, DiffQuestion question) {
        try {
            return Diff.of(new WorkerAnswers(runner, request.cancellation()), question);
        } catch (SqlRefusal e) {
            throw request.cancellation()
                    .reason()
                    .map(reason -> new ProblemException(Problem.cancelled(reason)))
                    .orElseGet(() -> new ProblemException(problem(e)));
        }
    }

    private static Problem problem(SqlRefusal refusal) {
        String message = String.valueOf(refusal.getMessage());
        return switch (refusal.kind()) {
            case BUSY -> Problem.busy(message);
            case TIMEOUT, TOO_LARGE ->
                Problem.of(503, "the comparison needs too much; compare shorter windows: " + message);
            case CANCELLED, UNAVAILABLE, CRASHED -> Problem.of(503, "the comparison could not be made: " + message);
            case FORBIDDEN, WRONG -> Problem.of(500, "the comparison failed: " + message);
        };
    }
}
