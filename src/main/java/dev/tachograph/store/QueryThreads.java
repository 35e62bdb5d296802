package dev.tachograph.store;

import static java.lang.System.Logger.Level.DEBUG;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Lets DuckDB have a second thread while somebody asks. Without questions it has none: the thread wakes up for each table that
 * a commit adds to, finds nothing left to do, and takes a third of the commit's CPU time.
 */
final class QueryThreads {
    static final int WITHOUT_QUESTIONS = 1;
    private static final int WITH_QUESTIONS = 2;
    private static final System.Logger LOG = System.getLogger(QueryThreads.class.getName());

    private final Connection connection;
    private int questions;

    /** @param connection that nobody else uses at the same time */
    QueryThreads(Connection connection) {
        this.connection = connection;
    }

    /** Somebody begins to ask. */
    synchronized void begin() {
        questions++;
        if (questions == 1) {
            set(WITH_QUESTIONS);
        }
    }

    /** One of those has ended. */
    synchronized void end() {
        questions--;
        if (questions == 0) {
            set(WITHOUT_QUESTIONS);
        }
    }

    private void set(int threads) {
        try {
            if (!connection.isClosed()) {
                Sql.execute(connection, "SET GLOBAL threads = " + threads);
            }
        } catch (SQLException e) {
            LOG.log(DEBUG, "the number of threads stays as it was", e);
        }
    }
}
