package dev.tachograph.web;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;

/** The requests that are being worked on: each has a time limit, and all can be cancelled at once. */
final class RunningRequests {
    /** How long a request may go on after it was told to stop, before its connection is cut. */
    private static final Duration GRACE = Duration.ofSeconds(2);
    /** For what takes as long as it takes: somebody waits for it, or it is cancelled. */
    private static final Duration NO_LIMIT = Duration.ofDays(7);

    private final Duration limit;
    private final Set<CancellationSignal> signals = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    RunningRequests(Duration limit) {
        this.limit = limit;
    }

    /** One request, until it is closed. */
    final class Running implements AutoCloseable {
        private final CancellationSignal signal;
        private final Scheduler.Task warning;
        private final Scheduler.Task end;

        private Running(CancellationSignal signal, Scheduler.Task warning, Scheduler.Task end) {
            this.signal = signal;
            this.warning = warning;
            this.end = end;
        }

        CancellationSignal signal() {
            return signal;
        }

        @Override
        public void close() {
            warning.cancel();
            end.cancel();
            signals.remove(signal);
        }
    }

    /** @param isLimited whether it has to come to its end in time */
    Running begin(Request request, boolean isLimited) {
        Duration most = isLimited ? limit : NO_LIMIT;
        var signal = new CancellationSignal();
        Scheduler scheduler = request.getComponents().getScheduler();
        Scheduler.Task warning = scheduler.schedule(
                () -> signal.cancel(CancellationSignal.Reason.TOO_LONG), most.toMillis(), TimeUnit.MILLISECONDS);
        Scheduler.Task end = scheduler.schedule(
                () -> request.getConnectionMetaData()
                        .getConnection()
                        .getEndPoint()
                        .close(),
                most.plus(GRACE).toMillis(),
                TimeUnit.MILLISECONDS);
        signals.add(signal);
        if (stopping) {
            signal.cancel(CancellationSignal.Reason.STOPPING);
        }
        return new Running(signal, warning, end);
    }

    /** Cancels all requests, and those that begin from now on. */
    void stop() {
        stopping = true;
        signals.forEach(signal -> signal.cancel(CancellationSignal.Reason.STOPPING));
    }
}
