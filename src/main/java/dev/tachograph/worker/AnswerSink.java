package dev.tachograph.worker;

import java.io.IOException;
import java.util.List;

/** Where an answer goes while it is made. It waits while the other side reads slowly. For one thread. */
public interface AnswerSink {

    /**
     * Says what the rows consist of. Once, before any of them.
     *
     * @throws SqlRefusal when that is too much to be said
     */
    void columns(List<SqlRun.Column> columns) throws SqlRefusal, IOException;

    /**
     * Takes a piece of the rows in the format that was asked for; what is cut where does not matter. Pieces of some tens of
     * kilobytes cost least.
     */
    void rows(byte[] bytes, int offset, int length) throws IOException;
}
