package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** The recorder's HTTP interface as the commands use it, whoever answers: a running recorder, or a stopped one's files. */
@FunctionalInterface
public interface RecorderApi extends Closeable {

    /**
     * Asks for one resource.
     *
     * @param path such as {@code /api/processes}
     * @param parameters the query's names and values, not yet encoded
     * @throws IOException if there is no answer, or none that is HTTP; a refusal is a {@link Reply}
     */
    Reply get(String path, Map<String, String> parameters) throws IOException;

    /**
     * Asks for one resource whose answer is long or never ends, and reads it while it comes.
     *
     * @throws IOException if there is no answer, or none that is HTTP; a refusal is a {@link LiveReply} as well
     */
    default LiveReply open(String path, Map<String, String> parameters) throws IOException {
        Reply reply = get(path, parameters);
        return new LiveReply(
                reply.status(), new ByteArrayInputStream(reply.body().getBytes(UTF_8)));
    }

    /**
     * Has something done, and waits for as long as it takes.
     *
     * @param path such as {@code /api/backup}
     * @param body JSON
     * @throws IOException if there is no answer, or none that is HTTP; a refusal is a {@link Reply}
     */
    default Reply post(String path, String body) throws IOException {
        throw new IOException(path + ": only a running recorder does that");
    }

    /**
     * Asks for one resource by what is said in a body, and reads the answer while it comes. The question ends when the answer is
     * closed, or when the thread that waits for it is interrupted.
     *
     * @param path such as {@code /api/sql}
     * @param body JSON
     * @throws java.io.InterruptedIOException when the thread was interrupted
     * @throws IOException if there is no answer, or none that is HTTP; a refusal is a {@link LiveReply} as well
     */
    default LiveReply send(String path, String body) throws IOException {
        throw new IOException(path + ": can't be asked here");
    }

    /** Gives up what was asked for, where it is done in this process; a running recorder notices by the connection's end. */
    default void stop() {}

    /** The same questions, for an answer that takes as long as it takes. */
    default RecorderApi patient() {
        return this;
    }

    @Override
    default void close() throws IOException {}
}
