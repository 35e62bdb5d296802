package dev.tachograph.text;

/**
 * As much of a message as its pattern is decided by: the first line that has anything in it, without escape sequences of a
 * terminal, with one space for each stretch of blanks and control characters.
 */
final class MessageStart {
    /** What is beyond can hardly be in a template, which is an eighth of this. */
    private static final int MOST_CHARACTERS = 2048;

    private static final char ELLIPSIS = '…';
    private static final char ESCAPE = 0x1b;
    private static final char DELETE = 0x7f;
    private static final char LAST_C1 = 0x9f;
    private static final char NO_BREAK_SPACE = 0xa0;

    private MessageStart() {}

    static String of(String message) {
        int most = Math.min(message.length(), MOST_CHARACTERS);
        int from = 0;
        while (from < most && isBlank(message.charAt(from)) && message.charAt(from) != ESCAPE) {
            from++;
        }
        boolean isPlain = true;
        int to = from;
        while (to < most && !isLineEnd(message.charAt(to))) {
            char c = message.charAt(to);
            isPlain &= !isBlank(c) || (c == ' ' && message.charAt(to - 1) != ' ');
            to++;
        }
        int end = to;
        while (end > from && isBlank(message.charAt(end - 1))) {
            end--;
        }
        String line = isPlain ? message.substring(from, end) : cleaned(message, from, end);
        return isAnythingAfter(message, to) ? line + ELLIPSIS : line;
    }

    private static boolean isAnythingAfter(String message, int from) {
        int most = Math.min(message.length(), from + MOST_CHARACTERS);
        for (int i = from; i < most; i++) {
            if (!isBlank(message.charAt(i))) {
                return true;
            }
        }
        return most < message.length();
    }

    private static String cleaned(String message, int from, int to) {
        var cleaned = new StringBuilder(to - from);
        int i = from;
        while (i < to) {
            char c = message.charAt(i);
            if (c == ESCAPE) {
                i = afterSequence(message, i, to);
            } else {
                if (!isBlank(c)) {
                    cleaned.append(c);
                } else if (!cleaned.isEmpty() && cleaned.charAt(cleaned.length() - 1) != ' ') {
                    cleaned.append(' ');
                }
                i++;
            }
        }
        int end = cleaned.length();
        return cleaned.substring(0, end > 0 && cleaned.charAt(end - 1) == ' ' ? end - 1 : end);
    }

    /** Behind a control sequence of ECMA-48: ESC [, then anything up to a letter or one of {@code @ [ \ ] ^ _ ` { | } ~}. */
    private static int afterSequence(String message, int escape, int to) {
        int i = escape + 1;
        if (i < to && message.charAt(i) == '[') {
            i++;
            while (i < to && message.charAt(i) < '@') {
                i++;
            }
            return Math.min(to, i + 1);
        }
        return i;
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
    }

    /** Spaces, what ends a line, and what controls a terminal; fixed here, as what Java takes for blank may grow. */
    static boolean isBlank(char c) {
        return c <= ' ' || (c >= DELETE && c <= LAST_C1) || c == NO_BREAK_SPACE || isLineEnd(c);
    }
}
