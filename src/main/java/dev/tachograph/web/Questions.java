package dev.tachograph.web;

import dev.tachograph.store.Recorded;
import dev.tachograph.store.StoreException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Asks the store on behalf of requests, each of which can be cancelled. Few ask at a time: the database holds the carrier of
 * a virtual thread for as long as a question runs, and some have to stay free for what needs no database.
 */
final class Questions {
    /** Half of the carriers that ./tachograph asks for. */
    private static final int PLACES = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Recorded recorded;
    private final Duration patience;
    private final boolean isLogged;
    private final AnswerRoom room;
    private final ChartRoom charts = new ChartRoom();
    private final Semaphore places = new Semaphore(PLACES, true);

    Questions(Recorded recorded) {
        this(recorded, PATIENCE);
    }

    /** Those whose failures stand in the log, too. */
    static Questions logged(Recorded recorded) {
        return new Questions(recorded, PATIENCE, true, new AnswerRoom());
    }

    /** @param patience how long a question waits for its turn */
    Questions(Recorded recorded, Duration patience) {
        this(recorded, patience, false, new AnswerRoom());
    }

    /** @param room for long answers */
    Questions(Recorded recorded, AnswerRoom room) {
        this(recorded, PATIENCE, false, room);
    }

    private Questions(Recorded recorded, Duration patience, boolean isLogged, AnswerRoom room) {
        this.recorded = recorded;
        this.patience = patience;
        this.isLogged = isLogged;
        this.room = room;
    }

    /** What a route wants to know. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Recorded recorded) throws StoreException;
    }

    /** The room for what was found, while it is sent. */
    AnswerRoom room() {
        return room;
    }

    /** The room for charts, while they are drawn and sent. */
    ChartRoom charts() {
        return charts;
    }

    /** The answer; a store that can't give one ends the request with a problem. */
    <T> T ask(ApiRequest request, Question<T> question) {
        return ask(request.cancellation(), question);
    }

    /** The same for work that a signal ends. */
    <T> T ask(CancellationSignal signal, Question<T> question) {
        try (var cancellable = new CancellableRecorded(recorded, signal, places, patience)) {
            return question.ask(cancellable);
        } catch (StoreException e) {
            throw signal.reason()
                    .map(reason -> new ProblemException(Problem.cancelled(reason)))
                    .orElseGet(() -> StoreProblem.of(e, isLogged));
        }
    }
}
