package dev.tachograph.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a client closes its connection while its request is being worked on, from {@link #start} to {@link #stop}.
 *
 * <p>During that time the server's connection reads nothing, so that the end of the stream would be found only when
 * the answer is written, long after the work. The watch reads in its place. A byte of a further request, which a client may
 * send early, goes back to the connection, and ends the watch: somebody is there.
 *
 * <p>A client that only shuts down its sending side looks the same and is taken for gone.
 */
final class ClientWatch implements Callback {
    private final Connection connection;
    private final AbstractEndPoint endPoint;
    private final CancellationSignal signal;
    private @Nullable ByteBuffer early;
    private boolean stopped;

    private ClientWatch(Connection connection, AbstractEndPoint endPoint, CancellationSignal signal) {
        this.connection = connection;
        this.endPoint = endPoint;
        this.signal = signal;
    }

    /** Begins to watch; the body of the request has to be read by now. Does nothing for kinds of connection unknown here. */
    static @Nullable ClientWatch start(Connection connection, CancellationSignal signal) {
        if (connection instanceof Connection.UpgradeTo
                && connection.getEndPoint() instanceof AbstractEndPoint endPoint) {
            var watch = new ClientWatch(connection, endPoint, signal);
            endPoint.tryFillInterested(watch);
            return watch;
        }
        return null;
    }

    /** Gives the connection its reading back; to be called before the request is completed. */
    synchronized void stop() {
        stopped = true;
        endPoint.getFillInterest().onFail(new CancellationException("the request is answered"));
        if (early != null && connection instanceof Connection.UpgradeTo reader) {
            reader.onUpgradeTo(early);
        }
    }

    /** There is something to read. */
    @Override
    public synchronized void succeeded() {
        if (!stopped) {
            try {
                look();
            } catch (IOException _) {
                gone();
            }
        }
    }

    @Override
    public synchronized void failed(Throwable cause) {
        if (stopped) {
            return;
        }
        if (cause instanceof TimeoutException) {
            endPoint.tryFillInterested(this);
        } else {
            gone();
        }
    }

    /** Runs on the thread that serves all connections. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    private void look() throws IOException {
        ByteBuffer single = BufferUtil.allocate(1);
        int filled = endPoint.fill(single);
        if (filled < 0) {
            gone();
        } else if (filled == 0) {
            endPoint.tryFillInterested(this);
        } else {
            early = single;
        }
    }

    /** On a thread of its own: not the one that serves all connections, nor a virtual one, which queries may keep waiting. */
    private void gone() {
        Thread.ofPlatform().name("web-gone").daemon().start(() -> signal.cancel(CancellationSignal.Reason.CLIENT_GONE));
    }
}
