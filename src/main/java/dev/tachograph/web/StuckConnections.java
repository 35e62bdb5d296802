package dev.tachograph.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Cuts connections that get no request together. The server's idle time-out alone does not: a client that sends one byte
 * now and then is never idle, and a few of them would take all connections there are.
 */
final class StuckConnections implements Connection.Listener {
    private final Scheduler scheduler;
    private final Duration patience;
    private final Map<Connection, Scheduler.Task> checks = new ConcurrentHashMap<>();

    StuckConnections(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience;
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof ConnectionMetaData) {
            checkLater(connection, 0);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Scheduler.Task check = checks.remove(connection);
        if (check != null) {
            check.cancel();
        }
    }

    private void checkLater(Connection connection, long requestsSoFar) {
        checks.put(
                connection,
                scheduler.schedule(() -> check(connection, requestsSoFar), patience.toMillis(), TimeUnit.MILLISECONDS));
        if (!connection.getEndPoint().isOpen()) {
            onClosed(connection);
        }
    }

    private void check(Connection connection, long requestsBefore) {
        long requests = connection.getMessagesIn();
        boolean working = requests > connection.getMessagesOut();
        if (working || requests > requestsBefore) {
            checkLater(connection, requests);
        } else {
            connection.getEndPoint().close();
        }
    }
}
