package dev.tachograph.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer on its way to the client. Keeps the first {@value #KEPT_BYTES} bytes to itself: so a short answer
 * gets its length, and one that fails early can still become a problem. What is longer goes out in pieces.
 */
final class ReplyStream extends OutputStream {
    private static final int KEPT_BYTES = 32 * 1024;
    private static final int LEAST_GZIP_BYTES = 1024;

    private final Response response;
    private final boolean gzip;
    private final int keptBytes;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private @Nullable OutputStream stream;
    private boolean clientGone;

    ReplyStream(Response response, boolean gzip) {
        this(response, gzip, KEPT_BYTES);
    }

    private ReplyStream(Response response, boolean gzip, int keptBytes) {
        this.response = response;
        this.gzip = gzip;
        this.keptBytes = keptBytes;
    }

    /** One that keeps nothing to itself. */
    static ReplyStream live(Response response) {
        return new ReplyStream(response, false, 0);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (stream == null && kept.size() + length <= keptBytes) {
            kept.write(bytes, offset, length);
        } else {
            stream().write(bytes, offset, length);
        }
    }

    /** Sends what is left, and the end. */
    void finish() throws IOException {
        if (stream != null) {
            stream.close();
            return;
        }
        byte[] body = kept.toByteArray();
        if (gzip && body.length >= LEAST_GZIP_BYTES) {
            var packed = new ByteArrayOutputStream();
            try (var packing = new FastGzip(packed)) {
                packing.write(body);
            }
            response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            body = packed.toByteArray();
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        send(true, body, 0, body.length);
    }

    /** Frees what compression holds; sends nothing more. */
    void abandon() {
        if (stream instanceof FastGzip packing) {
            packing.abandon();
        }
    }

    /** Whether sending, and not making, the body failed. */
    boolean isClientGone() {
        return clientGone;
    }

    private OutputStream stream() throws IOException {
        if (stream == null) {
            if (gzip) {
                response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
            }
            stream = gzip ? new FastGzip(new Pieces()) : new Pieces();
            kept.writeTo(stream);
            kept.reset();
        }
        return stream;
    }

    /**
     * Waits until the client has taken it, but no longer than a connection may be idle: the server's own time-out begins anew
     * with every byte that a client takes, and what is being sent is in memory for all that time.
     */
    private void send(boolean last, byte[] bytes, int offset, int length) throws IOException {
        Request request = response.getRequest();
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        Scheduler.Task end = request.getComponents()
                .getScheduler()
                .schedule(endPoint::close, endPoint.getIdleTimeout(), TimeUnit.MILLISECONDS);
        try {
            Content.Sink.write(response, last, ByteBuffer.wrap(bytes, offset, length));
        } catch (IOException e) {
            clientGone = true;
            throw e;
        } finally {
            end.cancel();
        }
    }

    /** Sends as it is written to: all writers above have buffers of their own. */
    private final class Pieces extends OutputStream {
        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            send(false, bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            send(true, new byte[0], 0, 0);
        }
    }

    /** Compresses at the speed that suits a host which has better things to do. */
    private static final class FastGzip extends GZIPOutputStream {
        private static final int BUFFER_BYTES = 16 * 1024;

        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }

        void abandon() {
            def.end();
        }
    }
}
