package dev.tachograph.web;

import dev.tachograph.worker.SqlQuestion;
import dev.tachograph.worker.SqlRefusal;
import dev.tachograph.worker.SqlRun;
import dev.tachograph.worker.SqlRunner;

/** Where no process for SQL can be had. */
public final class NoRunner implements SqlRunner {
    @Override
    public SqlRun begin(SqlQuestion question) throws SqlRefusal {
        throw new SqlRefusal(SqlRefusal.Kind.UNAVAILABLE, "SQL can't be run here: there is no process for it");
    }

    @Override
    public void close() {}
}
