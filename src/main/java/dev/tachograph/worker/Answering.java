package dev.tachograph.worker;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What a worker process does with statements. One thread at a time asks; {@link #cancel} may come from another. By the time
 * that one is opened the process is in its cage: every thread that is started from here on is in it too.
 */
public interface Answering extends AutoCloseable {

    /** How it is begun, once in the life of a process. */
    interface Opening {
        /**
         * Loads what it takes.
         *
         * @param temporary an empty folder, the only place where this process may write
         * @param isCaged whether the kernel keeps this process from files and calls; where it can't, only DuckDB's own rules do
         * @throws SqlRefusal when no statement can be run in this process
         */
        Answering open(Path temporary, boolean isCaged) throws SqlRefusal;
    }

    /**
     * Answers one statement: first the columns, then rows, then how it ended.
     *
     * @throws SqlRefusal when there is no answer, or no more of it; rows may have been written
     * @throws IOException when the answer can't be handed on: nobody is there any more
     */
    SqlRun.End answer(WorkerRequest request, AnswerSink sink) throws SqlRefusal, IOException;

    /** Ends the statement that runs, which is then refused as {@link SqlRefusal.Kind#CANCELLED}. Does not wait. */
    void cancel();

    @Override
    void close();
}
