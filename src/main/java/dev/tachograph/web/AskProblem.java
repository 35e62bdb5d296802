package dev.tachograph.web;

import dev.tachograph.pipe.PipeException;

/** Why a question has no answer, as HTTP says it: the word that is wrong, what is wrong, and what would be right. */
final class AskProblem {
    private AskProblem() {}

    static ProblemException of(PipeException e) {
        return new ProblemException(Problem.parameter("query", String.valueOf(e.getMessage()))
                .with("position", (long) e.position())
                .with("length", (long) e.length())
                .with("complaint", e.complaint())
                .with("allowed", e.allowed()));
    }
}
