package dev.tachograph.probe;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fields with their values as they were read before: most of what a journal holds is said again and again, and is then neither
 * decoded nor kept twice. Of those whose hashes collide, the last is remembered, and all are forgotten when they are too heavy.
 */
final class FieldCache {
    /** Longer ones are seldom the same. */
    static final int MOST_BYTES = 512;

    private static final int ROOM = 8192;
    /** Bytes in memory. Fields of common length fill the room with less. */
    static final long MOST_WEIGHT = 2_000_000;

    private static final long ENTRY_WEIGHT = 130;
    /** A hash looks at so many bytes at the end, where values differ most, and about as many far apart before them. */
    private static final int HASHED_BYTES = 8;

    /** A field with its value. */
    static final class Entry {
        private final byte[] bytes;
        /** The field. */
        final JournalField field;
        /** The value for the field's column; {@code null} when it has none, or the value is not fit for it. */
        final @Nullable Object column;
        /** The value alone as text. */
        final List<String> values;
        /** What it takes of the room for fields in a line's row. */
        final int inlineLength;

        /** @param bytes of field and value, as they came */
        Entry(byte[] bytes, JournalField field, @Nullable Object column, List<String> values) {
            this.bytes = bytes;
            this.field = field;
            this.column = column;
            this.values = values;
            int length = 0;
            for (String value : values) {
                length += InlineRoom.of(field.name(), value);
            }
            inlineLength = length;
        }

        private long weight() {
            long weight = ENTRY_WEIGHT + bytes.length;
            for (String value : values) {
                weight += 2L * value.length();
            }
            return weight;
        }
    }

    private final @Nullable Entry[] entries = new Entry[ROOM];
    private long weight;

    @Nullable Entry find(byte[] bytes, int length) {
        Entry entry = entries[place(bytes, length)];
        return entry != null && Arrays.equals(entry.bytes, 0, entry.bytes.length, bytes, 0, length) ? entry : null;
    }

    void remember(Entry entry) {
        int place = place(entry.bytes, entry.bytes.length);
        Entry before = entries[place];
        weight += entry.weight() - (before == null ? 0 : before.weight());
        if (weight > MOST_WEIGHT) {
            Arrays.fill(entries, null);
            weight = entry.weight();
        }
        entries[place] = entry;
    }

    /** Bytes in memory, about. */
    long weight() {
        return weight;
    }

    private static int place(byte[] bytes, int length) {
        int hash = length;
        int at = length - 1;
        for (int end = Math.max(0, length - HASHED_BYTES); at >= end; at--) {
            hash = 31 * hash + bytes[at];
        }
        for (int step = 1 + length / HASHED_BYTES; at >= 0; at -= step) {
            hash = 31 * hash + bytes[at];
        }
        return (hash ^ (hash >>> 13)) & (ROOM - 1);
    }
}
