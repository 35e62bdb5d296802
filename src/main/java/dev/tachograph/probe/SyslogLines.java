package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import dev.tachograph.model.LogOrigin;
import dev.tachograph.model.LogSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes log lines of the headers and messages in a syslog file. Used by one thread at a time. */
final class SyslogLines {
    private final UnaryOperator<String> redact;
    private final UUID sequenceId;
    private @Nullable LogOrigin origin;

    /** @param sequenceId of the file: the offsets of its lines are their sequence */
    SyslogLines(UnaryOperator<String> redact, UUID sequenceId) {
        this.redact = redact;
        this.sequenceId = sequenceId;
    }

    /**
     * The id of a file's lines. The begin of its text tells it from all other files that the log consists of, and is the same
     * after the file was renamed, copied or compressed.
     */
    static UUID idOf(String log, byte[] head) {
        int end = 0;
        while (end < head.length && head[end] != '\n') {
            end++;
        }
        return UUID.nameUUIDFromBytes((log + '\0' + SyslogPlace.hash(head, end)).getBytes(UTF_8));
    }

    LogLine line(SyslogHeader header, byte[] bytes, int to, long offset) {
        byte[] message = bytes;
        int from = header.messageFrom();
        int end = to;
        if (SyslogEscapes.areIn(bytes, from, to)) {
            message = SyslogEscapes.undo(bytes, from, to);
            from = 0;
            end = message.length;
        }
        List<LargeValue> large = List.of();
        LoggedText text = LoggedText.of(message, from, end, redact);
        byte[] whole = text.whole();
        if (whole != null) {
            large = List.of(new LargeValue(LogLine.MESSAGE, whole));
        }
        Map<String, List<String>> fields = Map.of();
        if (!header.fields().isEmpty()) {
            large = new ArrayList<>(large);
            fields = fields(header.fields(), large);
        }
        return new LogLine(
                origin(header),
                header.timestamp(),
                null,
                offset,
                header.priority(),
                header.facility(),
                text.text(),
                null,
                null,
                null,
                null,
                null,
                null,
                fields,
                large);
    }

    private Map<String, List<String>> fields(List<SyslogHeader.Field> from, List<LargeValue> large) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        var room = new InlineRoom();
        for (SyslogHeader.Field field : from) {
            LoggedText text = LoggedText.of(field.value(), 0, field.value().length, redact);
            byte[] whole = text.whole();
            if (whole != null) {
                large.add(new LargeValue(field.name(), whole));
            } else if (!room.take(InlineRoom.of(field.name(), text.text()))) {
                large.add(new LargeValue(field.name(), text.text().getBytes(UTF_8)));
            } else {
                fields.computeIfAbsent(field.name(), _ -> new ArrayList<>(1)).add(text.text());
            }
        }
        return fields;
    }

    /** Most lines come from where the line before came from. */
    private LogOrigin origin(SyslogHeader header) {
        LogOrigin last = origin;
        if (last == null
                || !Objects.equals(last.hostname(), header.hostname())
                || !Objects.equals(last.identifier(), header.identifier())
                || !Objects.equals(last.pid(), header.pid())) {
            last = new LogOrigin(
                    LogSource.SYSLOG,
                    sequenceId,
                    null,
                    null,
                    header.hostname(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    header.identifier(),
                    header.pid(),
                    null,
                    null,
                    null,
                    null,
                    null);
            origin = last;
        }
        return last;
    }
}
