package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Takes the events of a stream as HTML's EventSource has them. Each is written in one piece. */
public final class EventSink {
    private final OutputStream out;

    EventSink(OutputStream out) {
        this.out = out;
    }

    /** An event whose data is one JSON value; the generator writes no line breaks. */
    void event(long id, String name, JsonBody data) throws IOException {
        var event = new ByteArrayOutputStream();
        event.writeBytes("id: %d\nevent: %s\ndata: ".formatted(id, name).getBytes(StandardCharsets.UTF_8));
        try (JsonGenerator json = JsonEncoding.FACTORY.createGenerator(event)) {
            data.write(json);
        }
        event.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        out.write(event.toByteArray());
    }

    /** Something that no program sees, to find out whether anybody is there. */
    void comment(String text) throws IOException {
        out.write((": " + text + "\n\n").getBytes(StandardCharsets.UTF_8));
    }

    /** How long a client waits before it asks again when the stream has ended. */
    void retryAfter(long millis) throws IOException {
        out.write("retry: %d\n\n".formatted(millis).getBytes(StandardCharsets.UTF_8));
    }
}
