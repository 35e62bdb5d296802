package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a recorder answers, while it comes.
 *
 * @param status the HTTP status code
 * @param body ends where the answer ends, and fails where it is cut short
 */
public record LiveReply(int status, InputStream body) implements Closeable {

    /**
     * All of it.
     *
     * @throws IOException if it is longer than that, or cut short
     */
    Reply whole(int mostBytes) throws IOException {
        byte[] bytes = body.readNBytes(mostBytes);
        if (bytes.length == mostBytes && body.read() >= 0) {
            throw new IOException("the answer is longer than " + mostBytes + " bytes");
        }
        return new Reply(status, new String(bytes, UTF_8));
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
