package dev.tachograph.app;

import static java.lang.System.Logger.Level.WARNING;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Closes what was opened, in reverse; one that fails does not keep the others open. Closing twice does nothing more. What is
 * added after that is closed at once: being told to end may come in the middle of a start.
 */
final class Closing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;

    /** @throws IllegalStateException when everything else is closed already */
    synchronized <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        if (closed) {
            closeAll();
            throw new IllegalStateException("told to end while starting");
        }
        return resource;
    }

    @Override
    public synchronized void close() {
        closed = true;
        closeAll();
    }

    private void closeAll() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.log(WARNING, "interrupted while closing", e);
            } catch (Exception e) {
                LOG.log(WARNING, "could not be closed in order", e);
            }
        }
    }
}
