package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events (the HTML standard, 9.2) while they come. Comments, which only keep the connection up, are skipped. */
final class EventStream implements Closeable {
    private static final int MAX_EVENT_BYTES = 16 << 20;

    private final InputStream in;

    EventStream(InputStream in) {
        this.in = in;
    }

    /**
     * One event.
     *
     * @param name {@code message} where the server gave none
     */
    record Event(String name, String data) {}

    /** The next one that has data; null when the server has ended the stream. */
    @Nullable Event next() throws IOException {
        String name = "message";
        var data = new StringBuilder();
        for (@Nullable String line = line(); line != null; line = line()) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new Event(name, data.substring(1));
                }
                name = "message";
            } else if (line.startsWith("event:")) {
                name = value(line);
            } else if (line.startsWith("data:")) {
                data.append('\n').append(value(line));
                limit(data.length());
            }
        }
        return null;
    }

    private static String value(String line) {
        String value = line.substring(line.indexOf(':') + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private @Nullable String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
            limit(line.size());
        }
        String text = line.toString(UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static void limit(int bytes) throws IOException {
        if (bytes > MAX_EVENT_BYTES) {
            throw new IOException("the recorder sent an event of more than " + MAX_EVENT_BYTES + " bytes");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
