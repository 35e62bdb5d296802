package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads an HTTP/1.1 answer (RFC 9112) from a connection that the server closed after it, so that only its completeness has
 * to be checked: by its length, or by its last chunk.
 */
final class HttpAnswer {
    private final ByteBuffer rest;

    private HttpAnswer(byte[] all) {
        rest = ByteBuffer.wrap(all);
    }

    /**
     * The status and the body, unchunked.
     *
     * @throws IOException if this isn't HTTP, or ends too early
     */
    static Reply parse(byte[] all) throws IOException {
        return new HttpAnswer(all).reply();
    }

    private Reply reply() throws IOException {
        int status = status(line());
        byte[] body = body(headers());
        return new Reply(status, new String(body, UTF_8));
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
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
            return chunks();
        }
        String length = headers.get("content-length");
        return bytes(length == null ? rest.remaining() : number(length, 10));
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (long length = chunkLength(); length > 0; length = chunkLength()) {
            body.writeBytes(bytes(length));
            line();
        }
        return body.toByteArray();
    }

    private long chunkLength() throws IOException {
        return number(line().split(";", 2)[0].strip(), 16);
    }

    private byte[] bytes(long length) throws IOException {
        if (length > rest.remaining()) {
            throw new IOException("the answer ended after " + rest.remaining() + " of " + length + " bytes");
        }
        var bytes = new byte[(int) length];
        rest.get(bytes);
        return bytes;
    }

    private String line() throws IOException {
        int start = rest.position();
        while (rest.hasRemaining()) {
            if (rest.get() == '\n') {
                return new String(rest.array(), start, rest.position() - start, ISO_8859_1).stripTrailing();
            }
        }
        throw new IOException(start == 0 && rest.limit() == 0 ? "no answer" : "the answer ended in the middle");
    }

    private static long number(String digits, int radix) throws IOException {
        try {
            return Math.max(0, Long.parseLong(digits, radix));
        } catch (NumberFormatException _) {
            throw new IOException("the answer isn't HTTP: '" + digits + "' is not a number");
        }
    }
}
