package dev.tachograph.web;

import dev.tachograph.worker.SqlPosition;
import dev.tachograph.worker.SqlRefusal;
import java.util.Locale;
import java.util.Optional;

/** Why a statement has no answer, as HTTP says it. */
final class SqlProblem {
    private SqlProblem() {}

    static ProblemException of(SqlRefusal refusal, CancellationSignal signal) {
        return new ProblemException(
                problem(refusal, signal).with("kind", refusal.kind().name().toLowerCase(Locale.ROOT)));
    }

    private static Problem problem(SqlRefusal refusal, CancellationSignal signal) {
        String message = String.valueOf(refusal.getMessage());
        return switch (refusal.kind()) {
            case FORBIDDEN, WRONG -> pointing(Problem.of(400, message), message);
            case TOO_LARGE -> Problem.of(422, message);
            case TIMEOUT -> Problem.of(504, message);
            case CANCELLED -> signal.reason().map(Problem::cancelled).orElseGet(() -> Problem.of(503, message));
            case BUSY -> Problem.busy(message);
            case CRASHED -> Problem.of(502, message);
            case UNAVAILABLE -> Problem.of(503, message);
        };
    }

    private static Problem pointing(Problem problem, String message) {
        Optional<SqlPosition> position = SqlPosition.of(message);
        if (position.isEmpty()) {
            return problem;
        }
        Problem withLine = problem.with("line", position.get().line());
        int column = position.get().column();
        return column == 0 ? withLine : withLine.with("column", column);
    }
}
