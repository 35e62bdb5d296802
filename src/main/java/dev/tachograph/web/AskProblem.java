package dev.tachograph.web;

import dev.tachograph.pipe.PipeException;
import dev.tachograph.worker.SqlRefusal;
import java.util.Locale;

/** Why a question has no answer, as HTTP says it. */
final class AskProblem {
    private AskProblem() {}

    /** A question that is none: the word that is wrong, what is wrong, and what would be right. */
    static ProblemException of(PipeException e) {
        return new ProblemException(Problem.parameter("query", String.valueOf(e.getMessage()))
                .with("position", (long) e.position())
                .with("length", (long) e.length())
                .with("complaint", e.complaint())
                .with("allowed", e.allowed()));
    }

    static ProblemException of(SqlRefusal refusal, CancellationSignal signal) {
        return new ProblemException(
                problem(refusal, signal).with("kind", refusal.kind().name().toLowerCase(Locale.ROOT)));
    }

    private static Problem problem(SqlRefusal refusal, CancellationSignal signal) {
        String message = String.valueOf(refusal.getMessage());
        return switch (refusal.kind()) {
            case FORBIDDEN, WRONG -> Problem.of(400, message);
            case TOO_LARGE -> Problem.of(422, message);
            case TIMEOUT -> Problem.of(504, message);
            case CANCELLED -> signal.reason().map(Problem::cancelled).orElseGet(() -> Problem.of(503, message));
            case BUSY -> Problem.busy(message);
            case CRASHED -> Problem.of(502, message);
            case UNAVAILABLE -> Problem.of(503, message);
        };
    }
}
