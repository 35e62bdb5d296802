package dev.tachograph.web;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/** What a route has to say: a JSON value, a problem, a text, a file, or events as they come. Not yet written: {@link #writeTo} does the work. */
public sealed interface Answer {

    /**
     * A JSON value.
     *
     * @param status the HTTP status, 200 to 599: {@code /health} has a body of its own with 503, too
     */
    record Json(int status, JsonBody body) implements Answer {
        public Json {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status %d is not from 200 to 599".formatted(status));
            }
        }

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            Answer.write(body, out);
        }
    }

    /** A refusal or a failure. */
    record Failure(Problem problem) implements Answer {
        @Override
        public int status() {
            return problem.status();
        }

        @Override
        public String contentType() {
            return "application/problem+json";
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            Answer.write(problem, out);
        }
    }

    /** A text of another format; its content type says that it is in UTF-8. */
    record Plain(String contentType, Text text) implements Answer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            text.writeTo(out);
        }
    }

    /**
     * A file to be kept, sent as it is. One that can't be made becomes a problem as long as nothing of it was sent.
     *
     * @param fileName of the file, of letters, digits, dots, dashes and underscores
     */
    record Download(String contentType, String fileName, Text text) implements Answer {
        public Download {
            if (!fileName.matches("[A-Za-z0-9._-]+")) {
                throw new IllegalArgumentException("'%s' is no name of a file to be sent".formatted(fileName));
            }
        }

        @Override
        public int status() {
            return 200;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            text.writeTo(out);
        }
    }

    /** What writes a text. */
    @FunctionalInterface
    interface Text {
        /** Writes it in UTF-8 and leaves {@code out} open. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Events as they come, for as long as somebody listens; each is written at once. */
    record Events(EventSource source) implements Answer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String contentType() {
            return "text/event-stream";
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            source.writeTo(new EventSink(out));
        }
    }

    /** Where events come from. */
    @FunctionalInterface
    interface EventSource {
        /** Writes them, and returns when there are none any more, or nobody listens. */
        void writeTo(EventSink sink) throws IOException;
    }

    /** {@link Json} with status 200. */
    static Answer ok(JsonBody body) {
        return new Json(200, body);
    }

    int status();

    /** The media type of what {@link #writeTo} writes, always in UTF-8. */
    String contentType();

    /**
     * Writes the body and leaves {@code out} open.
     *
     * @throws IOException if {@code out} fails; what else the body throws passes through
     */
    void writeTo(OutputStream out) throws IOException;

    private static void write(JsonBody body, OutputStream out) throws IOException {
        try (JsonGenerator json = JsonEncoding.FACTORY.createGenerator(out)) {
            body.write(json);
        }
    }
}
