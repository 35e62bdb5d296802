package dev.tachograph.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the work behind one request that nobody waits for it any more. Safe to use from any thread. */
public final class CancellationSignal {

    /** Why the work is not wanted any more. */
    public enum Reason {
        /** The client closed its connection. */
        CLIENT_GONE,
        /** The request ran into its time limit. */
        TOO_LONG,
        /** The server stops. */
        STOPPING
    }

    /** Ends the interest of a listener. */
    @FunctionalInterface
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    private final List<Runnable> listeners = new ArrayList<>();
    private @Nullable Reason reason;

    /** Why it was cancelled; empty as long as it was not. */
    public synchronized Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    public boolean isCancelled() {
        return reason().isPresent();
    }

    /**
     * Runs {@code action} once when the signal is given, on the thread that gives it; at once if it was given before. The
     * action has to be short and must not throw: interrupting a query, say.
     */
    public Registration onCancel(Runnable action) {
        synchronized (this) {
            if (reason == null) {
                listeners.add(action);
                return () -> forget(action);
            }
        }
        action.run();
        return () -> {};
    }

    /** Gives the signal; the first reason stays. */
    public void cancel(Reason why) {
        for (Runnable listener : firstTime(why)) {
            listener.run();
        }
    }

    private synchronized List<Runnable> firstTime(Reason why) {
        if (reason != null) {
            return List.of();
        }
        reason = why;
        List<Runnable> waiting = List.copyOf(listeners);
        listeners.clear();
        return waiting;
    }

    private synchronized void forget(Runnable action) {
        listeners.remove(action);
    }
}
