package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads an HTTP/1.1 answer (RFC 9112) from a connection that the server closes after it. The body is read while it comes; one
 * that ends before its length or its last chunk is an error, so that half an answer never passes for a whole one.
 */
final class HttpAnswer {
    private static final int MAX_HEAD_BYTES = 64 << 10;

    private final InputStream in;
    private int headBytes;

    private HttpAnswer(InputStream in) {
        this.in = in;
    }

    /**
     * The status and the body, unchunked; to close it is to close {@code in}.
     *
     * @throws IOException if this isn't HTTP, or ends within its head
     */
    static LiveReply read(InputStream in) throws IOException {
        return new HttpAnswer(in).reply();
    }

    private LiveReply reply() throws IOException {
        int status = status(headLine());
        return new LiveReply(status, body(headers()));
    }

    private static int status(String line) throws IOException {
        String[] words = line.split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.") || words[1].length() != 3) {
            throw new IOException("the answer isn't HTTP");
        }
        return (int) number(words[1], 10);
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (String line = headLine(); !line.isEmpty(); line = headLine()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private InputStream body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return new Chunks(in);
        }
        String length = headers.get("content-length");
        return length == null ? in : new Measured(in, number(length, 10));
    }

    private String headLine() throws IOException {
        String line = line(in, MAX_HEAD_BYTES - headBytes, headBytes == 0);
        headBytes += line.length() + 2;
        return line;
    }

    /** Without its end. */
    private static String line(InputStream in, int most, boolean first) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException(first && line.size() == 0 ? "no answer" : "the answer ended in the middle");
            }
            if (line.size() >= most) {
                throw new IOException("the answer isn't HTTP: its head is longer than " + MAX_HEAD_BYTES + " bytes");
            }
            line.write(c);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    private static long number(String digits, int radix) throws IOException {
        try {
            return Math.max(0, Long.parseLong(digits, radix));
        } catch (NumberFormatException _) {
            throw new IOException("the answer isn't HTTP: '" + digits + "' is not a number");
        }
    }

    /** A body, or a part of it, of which the length is told. */
    private static final class Measured extends InputStream {
        private final InputStream in;
        private final long length;
        private long read;

        Measured(InputStream in, long length) {
            this.in = in;
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            var single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int most) throws IOException {
            if (read == length) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(most, length - read));
            if (count < 0) {
                throw new IOException("the answer ended after " + read + " of " + length + " bytes");
            }
            read += count;
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /** A body in pieces that each tell their length; an empty one is the last. */
    private static final class Chunks extends InputStream {
        private static final int MAX_LINE_BYTES = 1024;

        private final InputStream in;
        private Measured chunk;
        private boolean begun;

        Chunks(InputStream in) {
            this.in = in;
            chunk = new Measured(in, 0);
        }

        @Override
        public int read() throws IOException {
            var single = new byte[1];
            return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int most) throws IOException {
            int count = chunk.read(bytes, offset, most);
            if (count < 0 && (!begun || chunk.length > 0)) {
                next();
                count = chunk.read(bytes, offset, most);
            }
            return count;
        }

        private void next() throws IOException {
            if (begun) {
                line(in, MAX_LINE_BYTES, false);
            }
            begun = true;
            String head = line(in, MAX_LINE_BYTES, false);
            chunk = new Measured(in, number(head.split(";", 2)[0].strip(), 16));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
