package dev.tachograph.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory for lines of the log that are on their way to clients. A client decides how long its answer takes, and there may
 * be many clients that do not read: what all of them hold together is bounded.
 *
 * <p>Short answers need no room of their own: as many of them as there can be connections take a few megabytes.
 */
final class AnswerRoom {
    /** A short answer has no more lines than these. */
    static final int SHORT = 1000;

    private static final int MOST_KEYS = 200_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** Batches that may be large at the same time; all others are small. */
    private static final int LARGE_BATCHES = 4;

    private static final int LARGE_CHARACTERS = 1_000_000;
    /** What anybody may hold of the lines that are being sent. */
    static final int SMALL_CHARACTERS = 64 * 1024;

    private final int mostKeys;
    private final Duration patience;
    private final Semaphore keys;
    private final Semaphore largeBatches = new Semaphore(LARGE_BATCHES);

    AnswerRoom() {
        this(MOST_KEYS, PATIENCE);
    }

    /**
     * Room for the keys of long answers.
     *
     * @param mostKeys of all of them together
     * @param patience how long one waits for others to end
     */
    AnswerRoom(int mostKeys, Duration patience) {
        this.mostKeys = mostKeys;
        this.patience = patience;
        this.keys = new Semaphore(mostKeys, true);
    }

    /** The room for one answer, until it is closed. */
    final class Share implements AutoCloseable {
        private int held;

        private Share(int held) {
            this.held = held;
        }

        /** Gives back what is not needed after all. */
        void shrinkTo(int lines) {
            int needed = lines <= SHORT ? 0 : Math.min(lines, held);
            int spare = held - needed;
            held = needed;
            keys.release(spare);
        }

        /** Gives everything back; once is enough. */
        @Override
        public void close() {
            shrinkTo(0);
        }
    }

    /** What some lines may take that are read at once, until it is closed. */
    final class Batch implements AutoCloseable {
        private final boolean isLarge;

        private Batch(boolean isLarge) {
            this.isLarge = isLarge;
        }

        int characters() {
            return isLarge ? LARGE_CHARACTERS : SMALL_CHARACTERS;
        }

        @Override
        public void close() {
            if (isLarge) {
                largeBatches.release();
            }
        }
    }

    /** Takes room for so many lines. @throws ProblemException when others do not leave it in time */
    Share take(int lines) {
        int wanted = lines <= SHORT ? 0 : Math.min(lines, mostKeys);
        if (!isFree(wanted)) {
            throw new ProblemException(Problem.busy(
                    "answers with many lines are being sent to other clients; ask again, or for at most %d lines"
                            .formatted(SHORT)));
        }
        return new Share(wanted);
    }

    private boolean isFree(int wanted) {
        if (wanted == 0) {
            return true; // whoever waits for more stands in nobody's way
        }
        try {
            return keys.tryAcquire(wanted, patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A large batch where there is room for one, and else a small one. */
    Batch batch() {
        return new Batch(largeBatches.tryAcquire());
    }
}
