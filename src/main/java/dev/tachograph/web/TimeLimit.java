package dev.tachograph.web;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A time limit for a part of a request that has none itself, until it is closed. */
final class TimeLimit implements AutoCloseable {
    private final CancellationSignal signal = new CancellationSignal();
    private final CancellationSignal.Registration registration;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    /** @param whole ends the part as well */
    TimeLimit(CancellationSignal whole, Duration limit) {
        registration = whole.onCancel(() -> whole.reason().ifPresent(signal::cancel));
        var _ = done.completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .thenAcceptAsync(this::ended); // not on the thread that all time-outs of this process wait for
    }

    private void ended(boolean isInTime) {
        if (!isInTime) {
            signal.cancel(CancellationSignal.Reason.TOO_LONG);
        }
    }

    /** Given when the time is over, or when nobody waits for the whole any more. */
    CancellationSignal signal() {
        return signal;
    }

    @Override
    public void close() {
        registration.close();
        done.complete(true);
    }
}
