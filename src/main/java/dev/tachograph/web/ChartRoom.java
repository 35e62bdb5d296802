package dev.tachograph.web;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The memory for charts. A page asks for all of its charts at once, and each may have many points, which take several times as
 * much while they are put together as while they are sent: so few are drawn at a time, the others wait for their turn, and all
 * that are on their way to clients have a number of points together.
 */
final class ChartRoom {
    /** Charts that are drawn at the same time; about 150 bytes for each of their points. */
    private static final int DRAWN = 2;
    /** Points that are on their way to clients; about 50 bytes for each. */
    private static final int MOST_SENT = 150_000;
    /** A chart with fewer points needs no room while it is sent: as many of them as there are connections take little. */
    static final int SHORT = 2_500;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_MILLIS = 100;

    private final Semaphore drawing = new Semaphore(DRAWN, true);
    private final Semaphore sent = new Semaphore(MOST_SENT, true);
    private final Duration patience;

    ChartRoom() {
        this(PATIENCE);
    }

    /** @param patience how long one waits for others */
    ChartRoom(Duration patience) {
        this.patience = patience;
    }

    /** What makes a chart. */
    @FunctionalInterface
    interface Drawing<T> {
        T draw();
    }

    /** How many points it has. */
    @FunctionalInterface
    interface Size<T> {
        int points(T chart);
    }

    /**
     * A chart with its room, until it is closed.
     *
     * @param held of the points that may be sent
     */
    record Drawn<T>(T chart, Semaphore room, int held) implements AutoCloseable {
        @Override
        public void close() {
            room.release(held);
        }
    }

    /**
     * Draws a chart when it is its turn.
     *
     * @throws ProblemException when others leave no room for too long, or nobody waits for it any more
     */
    <T> Drawn<T> draw(CancellationSignal signal, Drawing<T> drawing, Size<T> size) {
        take(this.drawing, 1, signal);
        try {
            T chart = drawing.draw();
            int points = size.points(chart);
            int needed = points <= SHORT ? 0 : Math.min(points, MOST_SENT);
            take(sent, needed, signal); // meanwhile nobody draws more in this place
            return new Drawn<>(chart, sent, needed);
        } finally {
            this.drawing.release();
        }
    }

    private void take(Semaphore room, int permits, CancellationSignal signal) {
        long begin = System.nanoTime();
        try {
            while (permits > 0 && !room.tryAcquire(permits, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                Optional<CancellationSignal.Reason> reason = signal.reason();
                if (reason.isPresent()) {
                    throw new ProblemException(Problem.cancelled(reason.get()));
                }
                if (System.nanoTime() - begin > patience.toNanos()) {
                    throw new ProblemException(Problem.busy("other charts are being drawn; ask again"));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Problem.cancelled(CancellationSignal.Reason.STOPPING));
        }
    }
}
