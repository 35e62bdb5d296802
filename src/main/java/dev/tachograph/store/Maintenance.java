package dev.tachograph.store;

import static java.lang.System.Logger.Level.ERROR;

import dev.tachograph.settings.Settings.Retention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks after the store on a thread of its own, from {@link #start} to {@link #close}: at once, then at every cleanup interval,
 * and in between when the disk runs short. What has begun is finished.
 */
public final class Maintenance implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Maintenance.class.getName());
    /** A disk may fill within minutes. */
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(5);

    private final CleanUp cleanUp;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private Maintenance(CleanUp cleanUp, Duration interval) {
        this.cleanUp = cleanUp;
        this.interval = interval;
        this.thread = Thread.ofPlatform().name("maintenance").unstarted(this::run);
    }

    /** Begins with a cleanup. */
    public static Maintenance start(Store store, StoreWriter writer, Retention retention, InstantSource clock) {
        var room = new DiskRoom(store.folder(), retention.minFreeDiskBytes(), !retention.minFreeDiskGiven());
        store.setRoom(room);
        var cleanUp = new CleanUp(store, writer, retention, room, clock);
        var maintenance = new Maintenance(cleanUp, retention.cleanupInterval());
        maintenance.thread.start();
        return maintenance;
    }

    private void run() {
        try {
            while (!isClosing()) {
                cleanUp.run(this::isClosing);
                waitForNext();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.log(ERROR, "nobody looks after the store any more, by a mistake of ours", e);
            throw e;
        }
    }

    private void waitForNext() throws InterruptedException {
        long next = System.nanoTime() + interval.toNanos();
        while (System.nanoTime() < next && !closing.await(LOOK_INTERVAL.toNanos(), TimeUnit.NANOSECONDS)) {
            cleanUp.inBetween();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /**
     * Ends after the step that is at hand. Before the writer, which does part of each.
     *
     * @param patience how long that may take
     * @return whether it was done by then
     */
    public boolean close(Duration patience) {
        closing.countDown();
        try {
            return thread.join(patience);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(3));
    }
}
