package dev.tachograph.app;

import dev.tachograph.web.Answer;
import dev.tachograph.web.CancellationSignal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import org.jspecify.annotations.Nullable;

/** The body of an answer, made on a thread of its own no faster than it is read, so that a long one is never held as a whole. */
final class AnswerStream extends FilterInputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final CancellationSignal cancellation;
    private final Thread thread;
    private volatile @Nullable Exception failure;

    private AnswerStream(PipedInputStream in, Answer answer, CancellationSignal cancellation) throws IOException {
        super(in);
        this.cancellation = cancellation;
        var out = new PipedOutputStream(in);
        thread = Thread.ofPlatform().daemon().name("answer").unstarted(() -> write(answer, out));
    }

    /** @param cancellation that the answer listens to; given when it is closed */
    static AnswerStream of(Answer answer, CancellationSignal cancellation) throws IOException {
        var stream = new AnswerStream(new PipedInputStream(BUFFER_BYTES), answer, cancellation);
        stream.thread.start();
        return stream;
    }

    private void write(Answer answer, PipedOutputStream out) {
        try (out) {
            answer.writeTo(out);
        } catch (IOException | RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public int read() throws IOException {
        return checked(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int most) throws IOException {
        return checked(super.read(bytes, offset, most));
    }

    /** At the end, whether all of it has come. */
    private int checked(int read) throws IOException {
        if (read >= 0) {
            return read;
        }
        end();
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
        return read;
    }

    /** Gives up what is not read yet, and waits until nothing works on it any more. */
    @Override
    public void close() throws IOException {
        super.close();
        cancellation.cancel(CancellationSignal.Reason.CLIENT_GONE);
        end();
    }

    private void end() {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
