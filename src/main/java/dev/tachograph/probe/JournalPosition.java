package dev.tachograph.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the journal was read, as it is stored.
 *
 * @param cursor of the last entry that was read; {@code null} when there was none yet
 * @param begin cursor of the newest entry that was there at the first start, from which on history is read; {@code null} when
 *     there was none
 * @param seen the last number that was read of each numbering
 */
record JournalPosition(@Nullable String cursor, @Nullable String begin, Map<UUID, Long> seen) {
    /** Before the first entry. */
    static final JournalPosition EMPTY = new JournalPosition(null, null, Map.of());

    private static final String CURSOR = "cursor=";
    private static final String BEGIN = "begin=";
    private static final String SEEN = "seen=";

    /** The same without a begin of history. */
    JournalPosition withoutHistory() {
        return new JournalPosition(cursor, null, seen);
    }

    /** The text for the store. */
    String text() {
        var text = new StringBuilder(512);
        text.append(CURSOR).append(cursor == null ? "" : cursor);
        text.append(' ').append(BEGIN).append(begin == null ? "" : begin);
        for (var numbering : seen.entrySet()) {
            text.append(' ').append(SEEN).append(numbering.getKey()).append(':').append(numbering.getValue());
        }
        return text.toString();
    }

    /** What was stored; {@code null} when it can't be understood. */
    static @Nullable JournalPosition parse(String text) {
        String cursor = null;
        String begin = null;
        Map<UUID, Long> seen = new LinkedHashMap<>();
        for (String word : text.split(" ", -1)) {
            if (word.startsWith(CURSOR)) {
                cursor = orNull(word.substring(CURSOR.length()));
            } else if (word.startsWith(BEGIN)) {
                begin = orNull(word.substring(BEGIN.length()));
            } else if (!word.startsWith(SEEN) || !take(word.substring(SEEN.length()), seen)) {
                return null;
            }
        }
        return isCursorOrNull(cursor) && isCursorOrNull(begin) ? new JournalPosition(cursor, begin, seen) : null;
    }

    private static boolean isCursorOrNull(@Nullable String text) {
        return text == null || JournalCursor.isOne(text);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static boolean take(String text, Map<UUID, Long> seen) {
        int colon = text.indexOf(':');
        try {
            seen.put(UUID.fromString(text.substring(0, Math.max(0, colon))), Long.valueOf(text.substring(colon + 1)));
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
