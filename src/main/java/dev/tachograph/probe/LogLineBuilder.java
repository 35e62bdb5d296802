package dev.tachograph.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.model.LargeValue;
import dev.tachograph.model.LogLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes log lines of the fields of journal entries, one after the other. Nothing is lost: a value that is not fit for its
 * column, and every further value of a field, stays under the field's name; what is large or no text, and what a line has
 * beyond its room for other fields, is kept apart, whole.
 */
final class LogLineBuilder {
    /** A hostile journal could have any number of names; then those that came first go on being known. */
    private static final int MOST_NAMES = 4096;
    /** Of the names that journald takes; a damaged file may hold others. */
    private static final int LONGEST_NAME = 64;

    private final UnaryOperator<String> redactMessage;
    private final UnaryOperator<String> redactCommandLine;
    private final UnaryOperator<String> hideSecret;
    private final LogOrigins origins = new LogOrigins();
    private final FieldCache cache = new FieldCache();
    private final InlineRoom room = new InlineRoom();
    private final Map<String, JournalField> names = new HashMap<>();

    private final @Nullable Object[] columns = new Object[JournalField.COLUMNS];
    private Map<String, List<String>> fields = Map.of();
    private List<LargeValue> largeValues = List.of();

    /**
     * @param redactMessage takes secrets out of a message; {@code null} when they shall stay
     * @param redactCommandLine takes secrets out of a command line; {@code null} when they shall stay
     */
    LogLineBuilder(@Nullable UnaryOperator<String> redactMessage, @Nullable UnaryOperator<String> redactCommandLine) {
        this(redactMessage, redactCommandLine, null);
    }

    /** @param redactor takes secrets out; {@code null} when they shall stay */
    LogLineBuilder(@Nullable MessageRedactor redactor) {
        this(
                redactor == null ? null : redactor::redact,
                redactor == null ? null : redactor::commandLine,
                redactor == null ? null : redactor::hide);
    }

    private LogLineBuilder(
            @Nullable UnaryOperator<String> redactMessage,
            @Nullable UnaryOperator<String> redactCommandLine,
            @Nullable UnaryOperator<String> hideSecret) {
        this.hideSecret = hideSecret == null ? UnaryOperator.identity() : hideSecret;
        this.redactMessage = redactMessage == null ? UnaryOperator.identity() : redactMessage;
        this.redactCommandLine = redactCommandLine == null ? UnaryOperator.identity() : redactCommandLine;
    }

    /** Takes a field in the form {@code NAME=value}: the first bytes of the array, which are used again afterwards. */
    void add(byte[] bytes, int length) {
        FieldCache.Entry known = length <= FieldCache.MOST_BYTES ? cache.find(bytes, length) : null;
        if (known != null) {
            put(known);
        } else {
            addNew(bytes, length);
        }
    }

    private void addNew(byte[] bytes, int length) {
        int end = nameEnd(bytes, length);
        JournalField field = field(new String(bytes, 0, end, ISO_8859_1));
        if (field.isAddress()) {
            return;
        }
        int from = Math.min(end + 1, length);
        String text = length - from > LogLine.MOST_INLINE_BYTES ? null : LogText.decode(bytes, from, length);
        if (text == null) {
            addLarge(field, withoutSecrets(field, bytes, from, length));
            return;
        }
        Object column = field.column() == JournalField.NONE ? null : field.parse(bytes, from, length);
        String shown = redacted(field, text);
        if (field.column() != JournalField.NONE && field.form() == JournalField.Form.STRING) {
            column = shown;
        }
        if (field.repeats() && length <= FieldCache.MOST_BYTES) {
            var entry = new FieldCache.Entry(Arrays.copyOf(bytes, length), field, column, List.of(shown));
            cache.remember(entry);
            put(entry);
        } else if (column != null && columns[field.column()] == null) {
            columns[field.column()] = column;
        } else {
            keep(field.name(), List.of(shown), InlineRoom.of(field.name(), shown));
        }
    }

    private static int nameEnd(byte[] bytes, int length) {
        int end = 0;
        while (end < length && bytes[end] != '=') {
            end++;
        }
        return end;
    }

    private JournalField field(String name) {
        JournalField known = names.get(name);
        if (known == null) {
            known = JournalField.named(name);
            if (names.size() < MOST_NAMES && name.length() <= LONGEST_NAME) {
                names.put(name, known);
            }
        }
        return known;
    }

    private void put(FieldCache.Entry entry) {
        JournalField field = entry.field;
        if (entry.column != null && columns[field.column()] == null) {
            columns[field.column()] = entry.column;
        } else {
            keep(field.name(), entry.values, entry.inlineLength);
        }
    }

    private void keep(String name, List<String> values, int inlineLength) {
        if (!room.take(inlineLength)) {
            values.forEach(value -> keepApart(name, value.getBytes(UTF_8)));
            return;
        }
        if (fields.isEmpty()) {
            fields = new LinkedHashMap<>();
        }
        List<String> before = fields.putIfAbsent(name, values);
        if (before instanceof ArrayList<String> several) {
            several.addAll(values);
        } else if (before != null) {
            var several = new ArrayList<>(before);
            several.addAll(values);
            fields.put(name, several);
        }
    }

    private String redacted(JournalField field, String text) {
        return switch (field.text()) {
            case PLAIN -> text;
            case MESSAGE -> redactMessage.apply(text);
            case COMMAND_LINE -> redactCommandLine.apply(text);
            case SECRET -> hideSecret.apply(text);
        };
    }

    private byte[] withoutSecrets(JournalField field, byte[] bytes, int from, int to) {
        return switch (field.text()) {
            case PLAIN -> Arrays.copyOfRange(bytes, from, to);
            case MESSAGE -> LargeRedaction.apply(redactMessage, bytes, from, to);
            case COMMAND_LINE -> LargeRedaction.apply(redactCommandLine, bytes, from, to);
            case SECRET -> LargeRedaction.apply(hideSecret, bytes, from, to);
        };
    }

    private void addLarge(JournalField field, byte[] kept) {
        boolean isMessage = field.column() == JournalField.MESSAGE;
        if (isMessage && columns[JournalField.MESSAGE] == null) {
            int begin = Math.min(kept.length, LogLine.MOST_INLINE_BYTES + 4); // a character has at most four bytes
            columns[JournalField.MESSAGE] =
                    LogText.readableBegin(new String(kept, 0, begin, UTF_8), LogLine.MOST_INLINE_BYTES);
        }
        keepApart(field.name(), kept);
    }

    private void keepApart(String name, byte[] value) {
        if (largeValues.isEmpty()) {
            largeValues = new ArrayList<>(2);
        }
        largeValues.add(new LargeValue(name, value));
    }

    /** The line of the fields since the last one. */
    LogLine build(JournalCursor cursor) {
        var line = new LogLine(
                origins.of(cursor.numbering, columns),
                cursor.timestamp(),
                cursor.monotonicMicros,
                cursor.sequence,
                (Integer) columns[JournalField.PRIORITY],
                (Integer) columns[JournalField.FACILITY],
                (String) columns[JournalField.MESSAGE],
                (String) columns[JournalField.ABOUT_UNIT],
                (UUID) columns[JournalField.MESSAGE_ID],
                (String) columns[JournalField.CODE_FILE],
                (Integer) columns[JournalField.CODE_LINE],
                (String) columns[JournalField.CODE_FUNCTION],
                (Integer) columns[JournalField.ERRNO],
                fields,
                largeValues);
        Arrays.fill(columns, null);
        fields = Map.of();
        largeValues = List.of();
        room.renew();
        return line;
    }
}
