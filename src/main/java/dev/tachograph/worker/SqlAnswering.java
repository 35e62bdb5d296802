package dev.tachograph.worker;

import dev.tachograph.worker.SqlRefusal.Kind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements in a database in memory. It is kept for the next statement as long as the record's segments are the same: what
 * is let through reads only, so no statement leaves anything behind for the next one.
 */
public final class SqlAnswering implements Answering {
    private final Path temporary;
    private @Nullable WorkerDatabase database;
    private volatile @Nullable StatementRun running;
    private volatile boolean cancelled;

    private SqlAnswering(Path temporary) {
        this.temporary = temporary;
    }

    /**
     * Begins.
     *
     * @param isCaged makes no difference: in either case nothing is run but a query whose parts were looked at
     */
    public static Answering open(Path temporary, boolean isCaged) throws SqlRefusal {
        try {
            Class.forName("org.duckdb.DuckDBDriver");
            return new SqlAnswering(temporary.toAbsolutePath());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new SqlRefusal(Kind.UNAVAILABLE, "DuckDB can't be loaded: " + e, e);
        }
    }

    @Override
    public SqlRun.End answer(WorkerRequest request, AnswerSink sink) throws SqlRefusal, IOException {
        cancelled = false;
        try (StatementRun run = begin(request, sink)) {
            running = run;
            if (cancelled) {
                run.cancel();
            }
            return run.answer();
        } catch (OutOfMemoryError e) {
            throw new SqlRefusal(Kind.TOO_LARGE, "a row of the answer is larger than the memory for it", e);
        } catch (SqlRefusal e) {
            if (e.kind() == Kind.CRASHED) {
                forget(); // an instance that found itself broken refuses everything
            }
            throw e;
        } finally {
            running = null;
        }
    }

    private StatementRun begin(WorkerRequest request, AnswerSink sink) throws SqlRefusal, IOException {
        try {
            WorkerDatabase ready = database(request);
            var checked = new StatementCheck(ready.connection(), request.origin()).check(request.sql());
            ready.show(request.folder());
            return new StatementRun(ready.connection().duplicate(), checked, request, sink, temporary);
        } catch (SQLException e) {
            forget();
            throw new SqlRefusal(Kind.UNAVAILABLE, "the record can't be read: " + e.getMessage(), e);
        }
    }

    private WorkerDatabase database(WorkerRequest request) throws SQLException {
        WorkerDatabase kept = database;
        if (kept != null && kept.isOf(request.scriptVersion())) {
            return kept;
        }
        forget();
        WorkerDatabase made = WorkerDatabase.open(request.script(), request.scriptVersion(), temporary);
        database = made;
        return made;
    }

    private void forget() {
        WorkerDatabase kept = database;
        database = null;
        if (kept != null) {
            try {
                kept.close();
            } catch (SQLException _) {
                // it is in memory only
            }
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        StatementRun run = running;
        if (run != null) {
            run.cancel();
        }
    }

    @Override
    public void close() {
        forget();
    }
}
