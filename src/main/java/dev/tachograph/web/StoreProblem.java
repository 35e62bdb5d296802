package dev.tachograph.web;

import dev.tachograph.store.StoreException;

/** The store could not answer: 503, since the same question may be answered later. */
final class StoreProblem {
    private static final System.Logger LOG = System.getLogger(StoreProblem.class.getName());

    private StoreProblem() {}

    static ProblemException of(StoreException cause, boolean isLogged) {
        String message = "the store could not answer: " + cause.summary();
        if (isLogged) {
            LOG.log(System.Logger.Level.WARNING, message);
        }
        return new ProblemException(Problem.of(503, message));
    }
}
