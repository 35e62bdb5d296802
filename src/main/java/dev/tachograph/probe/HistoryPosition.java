package dev.tachograph.probe;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far a journal's history was read, as it is stored.
 *
 * @param begin cursor of the newest entry of it, which is read first; {@code null} when there was none
 * @param low cursor of the entry down to which it was read; {@code null} when nothing was read
 * @param limit what is older is not read
 */
record HistoryPosition(@Nullable String begin, @Nullable String low, Instant limit, State state) {

    /** What becomes of it. */
    enum State {
        RUNNING,
        /** It was read down to the limit, or to its begin. */
        DONE,
        /** There was no room for more. */
        NO_ROOM;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final String BEGIN = "begin=";
    private static final String LOW = "low=";
    private static final String LIMIT = "limit=";
    private static final String STATE = "state=";

    HistoryPosition downTo(String lower) {
        return new HistoryPosition(begin, lower, limit, state);
    }

    HistoryPosition in(State other) {
        return new HistoryPosition(begin, low, limit, other);
    }

    /** The text for the store. */
    String text() {
        return BEGIN
                + (begin == null ? "" : begin)
                + ' '
                + LOW
                + (low == null ? "" : low)
                + ' '
                + LIMIT
                + limit
                + ' '
                + STATE
                + state.word();
    }

    /** What was stored; {@code null} when it can't be understood. */
    static @Nullable HistoryPosition parse(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 4
                || !words[0].startsWith(BEGIN)
                || !words[1].startsWith(LOW)
                || !words[2].startsWith(LIMIT)
                || !words[3].startsWith(STATE)) {
            return null;
        }
        try {
            String begin = words[0].substring(BEGIN.length());
            String low = words[1].substring(LOW.length());
            State state = State.valueOf(words[3].substring(STATE.length()).toUpperCase(Locale.ROOT));
            boolean isUsable = begin.isEmpty() ? state != State.RUNNING : JournalCursor.isOne(begin);
            if (!isUsable || !(low.isEmpty() || JournalCursor.isOne(low))) {
                return null;
            }
            return new HistoryPosition(
                    begin.isEmpty() ? null : begin,
                    low.isEmpty() ? null : low,
                    Instant.parse(words[2].substring(LIMIT.length())),
                    state);
        } catch (IllegalArgumentException | DateTimeException _) {
            return null;
        }
    }
}
