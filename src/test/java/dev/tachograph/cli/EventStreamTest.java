package dev.tachograph.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.cli.EventStream.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    @Test
    void readsNamesAndDataAndSkipsCommentsAndWhatItDoesNotKnow() throws IOException {
        assertThat(
                        read(
                                ": hello\n\nid: 7\nevent: line\ndata: {\"ä\":1}\nretry: 5\n\n:\n\ndata:two\ndata:  lines\r\n\r\n"))
                .containsExactly(new Event("line", "{\"ä\":1}"), new Event("message", "two\n lines"));
    }

    @Test
    void theNameIsThatOfItsOwnEvent() throws IOException {
        assertThat(read("event: gap\n\ndata: x\n\n")).containsExactly(new Event("message", "x"));
    }

    @Test
    void anEventThatBreaksOffIsNone() throws IOException {
        assertThat(read("data: whole\n\nevent: line\ndata: half\n")).containsExactly(new Event("message", "whole"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void anEventWithoutEndIsRefused() {
        var endless = new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
        assertThatThrownBy(() -> new EventStream(endless).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("an event of more than");
    }

    private static List<Event> read(String text) throws IOException {
        var events = new ArrayList<Event>();
        try (var stream = new EventStream(new ByteArrayInputStream(text.getBytes(UTF_8)))) {
            for (@Nullable Event event = stream.next(); event != null; event = stream.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
