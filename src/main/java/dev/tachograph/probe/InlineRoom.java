package dev.tachograph.probe;

/**
 * How much of a line's other fields stays in its row. They become one JSON text, in which a control character takes six
 * characters; what does not fit into it is kept apart, each value for itself.
 */
final class InlineRoom {
    /** Of all fields of a line, with their names. */
    static final int MOST = 64 << 10;

    private static final int ESCAPED_LENGTH = 6;
    /** Quotes, brackets, colon and comma. */
    private static final int AROUND = 7;

    private int left = MOST;

    /** What a field with one value takes. */
    static int of(String name, String value) {
        return AROUND + escapedLength(name) + escapedLength(value);
    }

    private static int escapedLength(String text) {
        int length = text.length();
        int escaped = length;
        for (int at = 0; at < length; at++) {
            char character = text.charAt(at);
            if (character < ' ') {
                escaped += ESCAPED_LENGTH - 1;
            } else if (character == '"' || character == '\\') {
                escaped++;
            }
        }
        return escaped;
    }

    /** Takes that much, if it is left. */
    boolean take(int length) {
        if (length > left) {
            return false;
        }
        left -= length;
        return true;
    }

    /** The next line begins. */
    void renew() {
        left = MOST;
    }
}
